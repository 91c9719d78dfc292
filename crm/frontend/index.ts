import type { Application } from "@hotwired/stimulus";
import { provide } from "../../project/frontend/palette.ts";
import { BoardController } from "./board_controller.ts";
import { records } from "./found.ts";

export function register(application: Application): void {
  application.register("board", BoardController);
  provide(records);
}
