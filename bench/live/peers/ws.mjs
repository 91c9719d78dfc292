// `ws` as its README shows a broadcast: one send for each client. ws.mjs PORT REDIS_PORT CHANNEL
import { createClient } from "@redis/client";
import { WebSocket, WebSocketServer } from "ws";

const [port, redisPort, channel] = process.argv.slice(2);
const server = new WebSocketServer({
  host: "127.0.0.1",
  port: Number(port),
  backlog: 4096,
  perMessageDeflate: false,
});

const redis = createClient({ url: `redis://127.0.0.1:${redisPort}` });
await redis.connect();
await redis.subscribe(channel, (message) => {
  for (const client of server.clients) {
    if (client.readyState === WebSocket.OPEN) client.send(message);
  }
});
