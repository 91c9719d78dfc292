import type { Application } from "@hotwired/stimulus";
import { CopyController } from "./copy_controller.ts";
import { PasskeyController } from "./passkey_controller.ts";

export function register(application: Application): void {
  application.register("copy", CopyController);
  application.register("passkey", PasskeyController);
}
