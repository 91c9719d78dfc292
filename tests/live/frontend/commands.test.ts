import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { Commands, type Api } from "../../../inbox/frontend/widget/loader/api.ts";

/** What a page has of the widget before and after its script is there: a function on the window. */
const page = globalThis as unknown as { window: Partial<Window>; dispatchEvent(event: Event): boolean };
page.dispatchEvent = () => true;

function published() {
  const said: string[] = [];
  const done: unknown[][] = [];
  const commands = new Commands((sentence) => said.push(sentence));
  commands.publish(["open", "toggle", "track", "identify"]);
  const deed = (name: string) => (...words: unknown[]) => void done.push([name, ...words]);
  const begin = () => commands.begin({ open: deed("open"), toggle: deed("toggle"), track: deed("track"), identify: deed("identify") });
  return { commands, said, done, begin, api: page.window.ConsultantPro! };
}

beforeEach(() => void (page.window = {}));

describe("the page's commands", () => {
  test("wait for the button, also those from before the script, and are done in order", () => {
    const early = [["track", "Early"], ["open", { text: "Hello" }]];
    page.window.ConsultantPro = Object.assign(() => undefined, { q: early }) as unknown as Api;
    const { api, begin, done } = published();
    api("identify", { token: "t" });
    assert.deepEqual(done, []);
    begin();
    assert.deepEqual(done, [["track", "Early"], ["open", { text: "Hello" }], ["identify", { token: "t" }]]);
  });

  test("so many wait and no more: the oldest track makes room, and not who is signed in", () => {
    const { api, begin, done } = published();
    api("identify", { token: "t" });
    for (let step = 0; step < 500; step += 1) api("track", `${step}`);
    begin();
    assert.equal(done.length, 50);
    assert.deepEqual([done[0], done.at(-1)], [["identify", { token: "t" }], ["track", "499"]]);
  });

  test("where there can be no chat they end, with the reason each time, and listening goes on", () => {
    const { commands, api, said, done } = published();
    api("open");
    commands.end("There is no such inbox.");
    api("track", "Read the prices");
    assert.equal(typeof api.on("open", () => undefined), "function");
    assert.deepEqual(said, ["There is no such inbox.", "“track” was not done, as there is no chat here. There is no such inbox."]);
    assert.deepEqual(done, []);
  });

  test("while the server cannot be reached they wait, the reason is said once, and who wants it open tries again", () => {
    const { commands, api, said, done, begin } = published();
    let tries = 0;
    const fails = () => commands.hold("No answer.", () => ((tries += 1), fails()));
    fails();
    api("track", "Read the prices");
    assert.equal(tries, 0);
    api("open");
    api("toggle");
    assert.equal(tries, 2);
    assert.equal(said.filter((sentence) => sentence.includes("not here yet")).length, 1);
    begin();
    assert.deepEqual(done.map(([name]) => name), ["track", "open", "toggle"]);
  });
});

describe("what the page listens to", () => {
  test("states are told at once to who comes late, moments are not", () => {
    const { commands, api, begin } = published();
    const heard: unknown[] = [];
    const listen = (name: string) => api.on(name, (value) => heard.push([name, value]));
    listen("unread");
    assert.deepEqual(heard, []);
    begin();
    commands.tell("unread", 2);
    commands.tell("identified", false);
    commands.tell("message", { id: "m" });
    heard.length = 0;
    for (const name of ["unread", "identified", "message", "ready"]) listen(name);
    assert.deepEqual(heard, [["unread", 2], ["identified", false], ["ready", undefined]]);
  });

  test("a listener that fails is a sentence, and the others hear all the same", () => {
    const { commands, api, said, begin } = published();
    begin();
    let heard = 0;
    api.on("unread", () => {
      throw new TypeError("no such thing");
    });
    const off = api.on("unread", () => (heard += 1));
    commands.tell("unread", 1);
    off();
    commands.tell("unread", 2);
    assert.deepEqual([heard, said], [1, ["TypeError: no such thing", "TypeError: no such thing"]]);
  });

  test("wrong names and things that are no functions are sentences", () => {
    const { api, said } = published();
    api.on("opened", () => undefined);
    api("on", "open", "later");
    assert.match(said.join(" "), /There is no event "opened".*Give on\("open", …\) a function\./);
  });
});
