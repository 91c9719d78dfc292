import { Chat } from "./chat/chat.ts";
import type { Begin } from "./chat/shapes.ts";

/** The chat's own page: templates/inbox/widget/frame.html. */
new Chat(JSON.parse(document.getElementById("chat")!.textContent!) as Begin).start();
