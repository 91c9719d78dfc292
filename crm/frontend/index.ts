import type { Application } from "@hotwired/stimulus";
import { provide } from "../../project/frontend/palette.ts";
import { BoardController } from "./board_controller.ts";
import { DaysController } from "./days_controller.ts";
import { records } from "./found.ts";
import { PastController } from "./past_controller.ts";

export function register(application: Application): void {
  application.register("board", BoardController);
  application.register("days", DaysController);
  application.register("past", PastController);
  provide(records);
}
