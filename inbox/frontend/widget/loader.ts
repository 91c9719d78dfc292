/**
 * The widget on a firm's page: a button, and behind it the chat in a frame of another origin.
 *
 *     <script async src="https://chat.example.com/widget/loader.js" data-inbox="KEY"></script>
 *
 * It waits until the page is done, takes no room in it, and fetches the chat when it is first opened, or when this browser has
 * written here before. docs/widget.md describes the JavaScript API, the policy a page needs, and the messages of the channel.
 */
import { address, followAddress } from "./loader/address.ts";
import { Commands } from "./loader/api.ts";
import { Button } from "./loader/button.ts";
import { Panel } from "./loader/panel.ts";
import { Proactive, type Message } from "./loader/proactive.ts";
import { sheet } from "./loader/sheet.ts";
import { step } from "./loader/track.ts";

interface Config {
  accent: string;
  title: string;
  open: string;
  close: string;
  launcher: string;
  side: "start" | "end";
  offset: number;
  unread: { one: string; other: string };
  messages: Message[];
  dismiss: string;
}

/** What a page may say, beside `on`. */
const COMMANDS = ["open", "close", "toggle", "show", "hide", "track", "identify", "forget"] as const;

const script = (document.currentScript ?? document.querySelector("script[data-inbox][src*='/widget/loader.js']")) as HTMLScriptElement | null;

function warn(sentence: string): void {
  console.warn(`ConsultantPro: ${sentence}`);
}

function idle(task: () => void): void {
  const soon = () => ("requestIdleCallback" in window ? requestIdleCallback(task, { timeout: 3_000 }) : setTimeout(task, 200));
  if (document.readyState === "complete") soon();
  else addEventListener("load", soon, { once: true });
}

async function load(key: string, host: string, commands: Commands): Promise<void> {
  const answer = await fetch(`${host}/widget/config/${key}`, { credentials: "omit" }).catch(() => null);
  if (!answer || answer.status === 429 || answer.status >= 500) {
    const why = `${host} ${answer ? `answered ${answer.status}` : "cannot be reached, or the page's policy (connect-src) does not name it"}.`;
    return commands.hold(why, later(() => void load(key, host, commands)));
  }
  const said = (await answer.json().catch(() => ({ message: `${host} answered ${answer.status}.` }))) as Config & { message: string };
  if (answer.ok) appear(key, host, said, commands);
  else commands.end(said.message);
}

/** Try `again` once there is a connection, or in half a minute; or now, by what is returned. Whichever comes first, once. */
function later(again: () => void): () => void {
  let isDue = true;
  const go = () => {
    if (!isDue) return;
    isDue = false;
    clearTimeout(timer);
    removeEventListener("online", go);
    again();
  };
  const timer = setTimeout(go, 30_000);
  addEventListener("online", go);
  return go;
}

/** What `open` was given: nothing, an event of the page where it listens itself, or words to begin with. */
function words(said: unknown): string {
  const text = said instanceof Event ? undefined : said === Object(said) ? (said as { text?: unknown }).text : said;
  if (text === undefined) return "";
  if (typeof text !== "string" || text === said) throw 'Give open(…) words to begin with: {text: "…"}.';
  return text;
}

function appear(key: string, host: string, config: Config, commands: Commands): void {
  const home = document.createElement("div");
  home.id = "consultantpro-widget";
  const root = home.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [sheet(config)];
  const button = new Button(config, () => toggle());
  const card = new Proactive(
    key,
    config.messages,
    config,
    () => !panel.isOpen && !panel.isTalking && !home.hidden,
    (message) => {
      panel.propose(message);
      open();
    },
  );
  const panel = new Panel(key, host, config.open, {
    talking: () => (panel.isTalking ? card.hide() : card.arrive()),
    unread: (count) => {
      button.badge(count);
      commands.tell("unread", count);
    },
    close: () => close(),
    begun: (yes) => yes || warn("The words of open(…) were left out, as the visitor has begun with their own."),
    message: (message) => commands.tell("message", message),
    rating: (score) => commands.tell("rating", score),
    identified: (yes, why) => {
      if (why) warn(why);
      card.know(yes);
      commands.tell("identified", yes);
    },
  });
  const open = (said?: unknown): void => {
    const text = words(said);
    if (text) panel.begin(text);
    if (panel.isOpen) return;
    home.hidden = false;
    card.hide();
    panel.open();
    button.opened(true);
    commands.tell("open");
  };
  const close = (): void => {
    if (!panel.isOpen) return;
    panel.close();
    button.opened(false);
    button.focus();
    commands.tell("close");
  };
  const toggle = (): void => (panel.isOpen ? close() : open());
  const show = (): void => void (home.hidden = false);
  const hide = (): void => {
    close();
    card.hide();
    home.hidden = true;
  };
  const track = (name: unknown, facts?: unknown): void => panel.track(step(name, facts, address(), Date.now()));
  const identify = (said?: unknown): void => {
    const token = (said as { token?: unknown } | undefined)?.token;
    if (typeof token !== "string" || !token) throw 'Give identify(…) the token that your server signed: {token: "…"}.';
    panel.identify(token);
  };
  const forget = (): void => panel.forget();
  const leave = (): void => {
    if (!card.isShown) return close();
    card.dismiss();
    button.focus();
  };
  followAddress(() => {
    panel.moved();
    card.arrive();
  });
  home.addEventListener("keydown", (event) => event.key === "Escape" && leave());
  root.append(panel.element, card.element, button.element);
  document.body.append(home);
  commands.begin({ open, close, toggle, show, hide, track, identify, forget } satisfies Record<(typeof COMMANDS)[number], unknown>);
  card.arrive();
  if (panel.hasHistory) idle(() => panel.fetch(false));
}

if (script?.dataset["inbox"] && !window.ConsultantPro?.loaded) {
  const { inbox } = script.dataset;
  const host = new URL(script.src).origin;
  const commands = new Commands(warn);
  commands.publish(COMMANDS);
  idle(() => void load(inbox, host, commands));
}
