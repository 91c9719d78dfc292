// Socket.IO with its Redis adapter, WebSocket only, as its handbook sets it up: socketio.mjs PORT REDIS_PORT
// Messages come from other processes through the adapter's channel, see publish.py.
import { createServer } from "node:http";
import { createClient } from "@redis/client";
import { createAdapter } from "@socket.io/redis-adapter";
import { Server } from "socket.io";

const [port, redisPort] = process.argv.slice(2);
const publisher = createClient({ url: `redis://127.0.0.1:${redisPort}` });
const subscriber = publisher.duplicate();
await Promise.all([publisher.connect(), subscriber.connect()]);

const http = createServer();
new Server(http, {
  adapter: createAdapter(publisher, subscriber),
  transports: ["websocket"],
  perMessageDeflate: false,
});
http.listen({ host: "127.0.0.1", port: Number(port), backlog: 4096 });
