import type { Application } from "@hotwired/stimulus";
import { BoardController } from "./board_controller.ts";

export function register(application: Application): void {
  application.register("board", BoardController);
}
