import type { Application } from "@hotwired/stimulus";
import { BlanksController } from "./blanks_controller.ts";
import { DesktopController } from "./desktop_controller.ts";
import { EntriesController } from "./entries_controller.ts";
import { LoggingController } from "./logging_controller.ts";
import { NoticesController } from "./notices_controller.ts";
import { PushController } from "./push_controller.ts";
import { SnippetsController } from "./snippets_controller.ts";

export function register(application: Application): void {
  application.register("blanks", BlanksController);
  application.register("desktop", DesktopController);
  application.register("entries", EntriesController);
  application.register("logging", LoggingController);
  application.register("notices", NoticesController);
  application.register("push", PushController);
  application.register("snippets", SnippetsController);
}
