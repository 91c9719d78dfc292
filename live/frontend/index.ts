import type { Application } from "@hotwired/stimulus";
import { ArrivalsController } from "./controllers/arrivals_controller.ts";
import { ConnectionNoticeController } from "./controllers/connection_notice_controller.ts";
import { LiveController } from "./controllers/live_controller.ts";
import { LiveStateController } from "./controllers/live_state_controller.ts";
import { NamesController } from "./controllers/names_controller.ts";
import { ReachingController } from "./controllers/reaching_controller.ts";
import { OutboxController } from "./controllers/outbox_controller.ts";
import { PresenceController } from "./controllers/presence_controller.ts";
import { StatusController } from "./controllers/status_controller.ts";
import { TypingController } from "./controllers/typing_controller.ts";
import { TypingLineController } from "./controllers/typing_line_controller.ts";
import { ViewersController } from "./controllers/viewers_controller.ts";
import { connection } from "./live.ts";
import { outbox } from "./outbox/outbox.ts";

export function register(application: Application): void {
  application.register("arrivals", ArrivalsController);
  application.register("connection-notice", ConnectionNoticeController);
  application.register("live", LiveController);
  application.register("live-state", LiveStateController);
  application.register("names", NamesController);
  application.register("outbox", OutboxController);
  application.register("reaching", ReachingController);
  application.register("presence", PresenceController);
  application.register("status", StatusController);
  application.register("typing", TypingController);
  application.register("typing-line", TypingLineController);
  application.register("viewers", ViewersController);
  if (!document.body.dataset["firm"]) return; // nobody is signed in to a firm here
  connection.start();
  void outbox().flush();
}
