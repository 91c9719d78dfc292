import { Controller } from "@hotwired/stimulus";
import { prefer } from "../prefer.ts";

const USUAL = { theme: "system", density: "cosy" } as const;
type Look = keyof typeof USUAL;

/** Theme and density: at once on this page, and kept with the person. The usual one stands as no attribute. */
export class ThemeController extends Controller<HTMLElement> {
  override connect(): void {
    this.tick();
  }

  choose({ params }: { params: { theme?: string } }): void {
    this.set("theme", params.theme ?? USUAL.theme);
  }

  space({ params }: { params: { density?: string } }): void {
    this.set("density", params.density ?? USUAL.density);
  }

  private set(look: Look, value: string): void {
    if (value === USUAL[look]) delete document.documentElement.dataset[look];
    else document.documentElement.dataset[look] = value;
    this.tick();
    void prefer(look, value);
  }

  private tick(): void {
    for (const look of ["theme", "density"] as const) {
      const now = document.documentElement.dataset[look] || USUAL[look];
      for (const item of this.element.querySelectorAll(`[data-theme-${look}-param]`)) {
        item.setAttribute("aria-checked", String(item.getAttribute(`data-theme-${look}-param`) === now));
      }
    }
  }
}
