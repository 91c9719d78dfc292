// The load client where there is no C compiler: same orders, same answers as load/main.c, several times slower.
// It reads raw TCP and takes frames apart itself, so that node and not a library is its ceiling.
//
//   node load.mjs --port P --path /live --sockets N [--speaks plain|socketio|live] [--script FILE]
//                 [--origin URL] [--at-once 64] [--trace FILE]
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { createInterface } from "node:readline";

const options = { path: "/", speaks: "plain", origin: "http://127.0.0.1", "at-once": "64" };
for (let i = 2; i + 1 < process.argv.length; i += 2) options[process.argv[i].slice(2)] = process.argv[i + 1];
const SOCKETS = Number(options.sockets);
const AT_ONCE = Number(options["at-once"]);
const MASK = Buffer.alloc(4);
const TEXT = 1, CLOSE = 8, PING = 9, PONG = 10;
const UPGRADE =
  `GET ${options.path} HTTP/1.1\r\nHost: 127.0.0.1:${options.port}\r\nOrigin: ${options.origin}\r\n` +
  "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
  "Sec-WebSocket-Version: 13\r\n\r\n";

const started = process.hrtime.bigint();
const startedAt = BigInt(Date.now()) * 1_000_000n;
const nowNs = () => startedAt + (process.hrtime.bigint() - started);

let seen, latencies, floor = 0;
let greeting = 0, ready = 0, nextToOpen = 0, waitingForAll = true, traced = [];
const peers = Array.from({ length: SOCKETS }, (_, index) => ({ index, state: "idle", last: -1, holes: 0, attempts: 0 }));

function reset(from) {
  seen = { events: 0, late: 0, lost: 0, twice: 0, disordered: 0, bytes: 0, reads: 0 };
  Object.assign(seen, { refused: 0, resets: 0, errors: 0, closed: 0, first: 0n, last: 0n, codes: {} });
  latencies = new Map(); // microseconds, rounded as in load/histogram.h → times
  floor = from;
}

// ---- frames -------------------------------------------------------------------------------------------------

function sendFrame(peer, opcode, payload) {
  const body = Buffer.from(payload);
  const head =
    body.length < 126
      ? Buffer.from([0x80 | opcode, 0x80 | body.length])
      : Buffer.from([0x80 | opcode, 0x80 | 126, body.length >> 8, body.length & 255]);
  peer.socket.write(Buffer.concat([head, MASK, body]));
}

const say = (peer, words) => sendFrame(peer, TEXT, JSON.stringify(words));

function numberAfter(data, from, to, name) {
  let at = data.indexOf(name, from, "latin1");
  if (at < 0 || at >= to) return -1;
  for (at += name.length; data[at] === 32; at++);
  let number = 0, digits = 0;
  for (; at < to && data[at] >= 48 && data[at] <= 57; at++, digits++) number = number * 10 + data[at] - 48;
  return digits ? number : -1;
}

function checkSequence(peer, q) {
  if (peer.last < 0 || q === peer.last + 1) {
    peer.last = q;
  } else if (q > peer.last) {
    peer.holes += q - peer.last - 1;
    seen.lost += q - peer.last - 1;
    peer.last = q;
  } else if (q < peer.last && peer.holes) {
    peer.holes--;
    seen.lost--;
    seen.disordered++;
  } else {
    seen.twice++;
  }
}

function hearEvent(peer, data, from, to, now) {
  const q = numberAfter(data, from, to, '"q":');
  if (q < 0) return;
  checkSequence(peer, q);
  if (options.trace) {
    const mark = numberAfter(data, from, to, "bench-");
    if (mark >= 0) traced.push(`${peer.index} ${mark} ${now}\n`);
  }
  if (q < floor) return void seen.late++;
  // Nanoseconds since 1970 do not fit a double exactly; what is lost is under a microsecond.
  const sent = numberAfter(data, from, to, '"ns":');
  if (sent > 0) countLatency(Math.max(0, Math.floor((Number(now) - sent) / 1000)));
  seen.events++;
  seen.last = now;
  if (!seen.first) seen.first = now;
}

function countLatency(us) {
  const step = us < 64 ? 1 : 2 ** (Math.floor(Math.log2(us)) - 6);
  const floored = Math.floor(us / step) * step;
  latencies.set(floored, (latencies.get(floored) ?? 0) + 1);
}

const begins = (data, from, words) => data.latin1Slice(from, from + words.length) === words;

function hearText(peer, data, from, to, now) {
  if (options.speaks === "plain") return hearEvent(peer, data, from, to, now);
  if (options.speaks === "socketio") {
    if (begins(data, from, "42")) hearEvent(peer, data, from, to, now);
    else if (begins(data, from, "40")) isReady(peer);
    else if (begins(data, from, "0")) sendFrame(peer, TEXT, "40");
    else if (begins(data, from, "2")) sendFrame(peer, TEXT, "3");
    return;
  }
  if (begins(data, from, '{"q":')) return hearEvent(peer, data, from, to, now);
  const said = JSON.parse(data.utf8Slice(from, to));
  if (said.op === "welcome") {
    say(peer, { op: "subscribe", stream: peer.stream, after: peer.last < 0 ? null : peer.last });
  } else if (said.op === "subscribed") {
    if (peer.last < 0) peer.last = said.seq;
    isReady(peer);
  } else if (said.op === "ping") {
    say(peer, { op: "pong" });
  } else if (said.op === "reset") {
    seen.resets++;
    peer.last = said.seq;
  } else if (said.op === "denied" || said.op === "error") {
    seen.errors++;
  }
}

function hearFrames(peer, data, now) {
  let at = 0;
  while (peer.state !== "closed" && data.length - at >= 2) {
    let head = 2, length = data[at + 1] & 127;
    if (length === 126) head = 4;
    else if (length === 127) head = 10;
    if (data.length - at < head) break;
    if (head === 4) length = data.readUInt16BE(at + 2);
    else if (head === 10) length = Number(data.readBigUInt64BE(at + 2));
    const from = at + head, to = from + length;
    if (data.length < to) break;
    const opcode = data[at] & 15;
    if (opcode === CLOSE) lostPeer(peer, length >= 2 ? data.readUInt16BE(from) : 1005);
    else if (opcode === PING) sendFrame(peer, PONG, data.subarray(from, to));
    else if (opcode !== PONG) hearText(peer, data, from, to, now);
    at = to;
  }
  return data.subarray(at);
}

// ---- sockets ------------------------------------------------------------------------------------------------

function isReady(peer) {
  if (peer.state !== "greeting") return;
  greeting--;
  ready++;
  peer.attempts = 0;
  peer.state = "ready";
  allReady();
}

function closePeer(peer) {
  if (peer.state === "ready") ready--;
  else if (peer.state !== "closed" && peer.state !== "idle") greeting--;
  peer.state = "closed";
  peer.socket.destroy();
}

function lostPeer(peer, code) {
  seen.closed++;
  seen.codes[code] = (seen.codes[code] ?? 0) + 1;
  closePeer(peer);
  allReady();
}

function refusedPeer(peer) {
  seen.refused++;
  closePeer(peer);
  peer.due = true;
  setTimeout(() => openPeer(peer), Math.random() * 1000 * 2 ** Math.min(4, peer.attempts++));
}

function openPeer(peer) {
  greeting++;
  Object.assign(peer, { state: "upgrading", due: false, rest: Buffer.alloc(0) });
  const socket = (peer.socket = connect({ host: "127.0.0.1", port: Number(options.port), noDelay: true }));
  socket.on("connect", () => socket.write(UPGRADE));
  socket.on("data", (data) => peer.socket === socket && hear(peer, data));
  socket.on("error", () => {});
  socket.on("close", () => {
    if (peer.socket !== socket || peer.state === "closed") return;
    if (peer.state === "upgrading") refusedPeer(peer);
    else lostPeer(peer, 0);
  });
}

function hear(peer, data) {
  const now = nowNs();
  seen.bytes += data.length;
  seen.reads++;
  let rest = peer.rest.length ? Buffer.concat([peer.rest, data]) : data;
  if (peer.state === "upgrading") {
    const end = rest.indexOf("\r\n\r\n");
    if (end < 0) return void (peer.rest = rest);
    if (!begins(rest, 0, "HTTP/1.1 101")) return refusedPeer(peer);
    peer.state = "greeting";
    if (options.speaks === "live") say(peer, { op: "hello", v: 1, ticket: peer.ticket });
    else if (options.speaks === "plain") isReady(peer);
    rest = rest.subarray(end + 4);
  }
  peer.rest = hearFrames(peer, rest, now);
  openMore();
}

function openMore() {
  while (nextToOpen < SOCKETS && greeting < AT_ONCE) {
    const peer = peers[nextToOpen++];
    if (peer.state === "idle" || peer.state === "closed") openPeer(peer);
  }
}

function allReady() {
  openMore();
  if (!waitingForAll || nextToOpen < SOCKETS || greeting || peers.some((peer) => peer.due)) return;
  waitingForAll = false;
  report();
}

// ---- orders -------------------------------------------------------------------------------------------------

function percentile(share) {
  const steps = [...latencies].sort((a, b) => a[0] - b[0]);
  let wanted = share * steps.reduce((sum, step) => sum + step[1], 0);
  for (const [us, times] of steps) if ((wanted -= times) < 0) return us;
  return steps.at(-1)?.[0] ?? 0;
}

function report() {
  const { user, system } = process.cpuUsage();
  const { first, last, ...figures } = seen;
  const lasts = peers.map((peer) => peer.last);
  const told = {
    open: ready,
    ...figures,
    least: Math.min(...lasts),
    most: Math.max(...lasts),
    p50_us: percentile(0.5),
    p90_us: percentile(0.9),
    p99_us: percentile(0.99),
    max_us: percentile(1),
    first_ns: Number(first),
    last_ns: Number(last),
    now_ns: Number(nowNs()),
    cpu_s: (user + system) / 1e6,
  };
  if (options.trace) appendFileSync(options.trace, traced.splice(0).join(""));
  process.stdout.write(JSON.stringify(told) + "\n");
}

function readScript(name) {
  const lines = readFileSync(name, "utf8").trim().split("\n");
  if (lines.length < SOCKETS) throw new Error(`${name} has fewer lines than there are sockets`);
  for (const peer of peers) [peer.ticket, peer.stream] = lines[peer.index].split(" ");
}

const orders = {
  stat() {},
  reset: (value) => reset(Number(value ?? 0)),
  stall: (value) => peers.slice(0, Number(value ?? 1)).forEach((peer) => peer.socket.pause()),
  wake: () => peers.forEach((peer) => peer.socket.resume()),
  cut: () => peers.filter((peer) => peer.state !== "closed").forEach((peer) => (peer.socket.resetAndDestroy(), closePeer(peer))),
  quit: () => process.exit(0),
};

reset(0);
if (options.trace) writeFileSync(options.trace, "");
if (options.script) readScript(options.script);
openMore();
const lines = createInterface({ input: process.stdin });
lines.on("close", () => process.exit(0));
lines.on("line", (line) => {
  const [order, value] = line.split(" ");
  if (order === "open") {
    const [file, spread] = line.split(" ").slice(1);
    if (file) readScript(file);
    for (const peer of peers.filter((each) => each.state === "closed")) {
      peer.due = true;
      setTimeout(() => openPeer(peer), Math.random() * Number(spread ?? 0));
    }
    waitingForAll = true;
    return allReady();
  }
  orders[order]?.(value);
  report();
});
