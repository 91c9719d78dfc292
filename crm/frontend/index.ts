import type { Application } from "@hotwired/stimulus";
import { provide } from "../../project/frontend/palette.ts";
import { BoardController } from "./board_controller.ts";
import { DaysController } from "./days_controller.ts";
import { records } from "./found.ts";
import { KindsController } from "./kinds_controller.ts";
import { PastController } from "./past_controller.ts";

export function register(application: Application): void {
  application.register("board", BoardController);
  application.register("days", DaysController);
  application.register("kinds", KindsController);
  application.register("past", PastController);
  provide(records);
}
