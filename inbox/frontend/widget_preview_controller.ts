import { Controller } from "@hotwired/stimulus";

/**
 * The website chat as it will look, while its settings are being written: light or dark, as wide as a phone, with nobody there.
 *
 *   <section data-controller="widget-preview" data-widget-preview-url-value="https://chat.example.com/widget/preview/KEY" data-action="input->widget-preview#show">
 *     <input name="accent"> <textarea name="greeting"></textarea>
 *     <button type="button" aria-pressed="false" data-action="widget-preview#dark">Dark</button>
 *     <iframe sandbox data-widget-preview-target="frame" data-action="load->widget-preview#greet"></iframe>
 *     <span data-widget-preview-target="button"></span>
 *   </section>
 */
export class WidgetPreviewController extends Controller<HTMLElement> {
  static override targets = ["frame", "button"];
  static override values = { url: String, firm: String };
  declare readonly frameTarget: HTMLIFrameElement;
  declare readonly buttonTarget: HTMLElement;
  declare readonly urlValue: string;
  declare readonly firmValue: string;
  private port: MessagePort | null = null;
  private isDark = false;
  private isAway = false;

  /** The page is asked for only now, so that its load is not missed. It is of another origin, and may be its own there. */
  override connect(): void {
    this.frameTarget.setAttribute("sandbox", "allow-scripts allow-same-origin");
    this.frameTarget.src = this.urlValue;
  }

  override disconnect(): void {
    this.port?.close();
  }

  /** The frame is there: hand it a port, as the loader does on a website. */
  greet(): void {
    if (!this.frameTarget.src) return;
    const { port1, port2 } = new MessageChannel();
    this.port?.close();
    this.port = port1;
    this.frameTarget.contentWindow?.postMessage({ do: "hello", open: true, page: "", kept: {} }, new URL(this.urlValue).origin, [port2]);
    this.show();
  }

  show(): void {
    const title = this.said("title").trim();
    const look = {
      accent: this.said("accent"),
      greeting: this.said("greeting"),
      away: this.said("away_text"),
      files: this.ticked("takes_files"),
      firm: title || this.firmValue,
      hours: this.isAway ? { at: Date.now(), open: false, changes: [Date.now() + 50_400_000] } : null,
    };
    this.port?.postMessage({ do: "look", look, dark: this.isDark });
    this.button();
  }

  dark(event: Event): void {
    this.isDark = this.press(event);
    this.show();
  }

  phone(event: Event): void {
    this.frameTarget.classList.toggle("widget-look__frame--phone", this.press(event));
  }

  away(event: Event): void {
    this.isAway = this.press(event);
    this.show();
  }

  private button(): void {
    const side = this.element.querySelector<HTMLInputElement>('[name="side"]:checked')?.value ?? "end";
    this.buttonTarget.dataset["side"] = side;
    this.buttonTarget.textContent = this.said("launcher");
    this.buttonTarget.style.setProperty("--button", this.said("accent"));
    this.buttonTarget.style.setProperty("--offset", `${Math.min(200, Math.max(0, Number(this.said("offset")) || 0)) / 3}px`);
  }

  private press(event: Event): boolean {
    const button = event.currentTarget as HTMLButtonElement;
    button.ariaPressed = String(button.ariaPressed !== "true");
    return button.ariaPressed === "true";
  }

  private ticked(name: string): boolean {
    return this.element.querySelector<HTMLInputElement>(`[name="${name}"]`)?.checked ?? true;
  }

  private said(name: string): string {
    return this.element.querySelector<HTMLInputElement | HTMLTextAreaElement>(`[name="${name}"]`)?.value ?? "";
  }
}
