import { Controller } from "@hotwired/stimulus";
import { say, type Style } from "../times.ts";

const shown = new Set<TimeController>();
setInterval(() => document.hidden || shown.forEach((time) => time.show()), 30_000);

/** `<time datetime="…" data-controller="time" data-time-style-value="ago">`, drawn by {% when %}; the full time is its title. */
export class TimeController extends Controller<HTMLTimeElement> {
  static override values = { style: { type: String, default: "short" } };
  declare readonly styleValue: Style;
  private readonly watcher = new MutationObserver(() => this.show());

  override connect(): void {
    shown.add(this);
    this.show();
    this.watcher.observe(this.element, { attributeFilter: ["datetime"] });
  }

  override disconnect(): void {
    shown.delete(this);
    this.watcher.disconnect();
  }

  show(): void {
    const moment = new Date(this.element.dateTime);
    if (Number.isNaN(moment.getTime())) return;
    const language = document.documentElement.lang || undefined;
    const words = say(moment, this.styleValue, new Date(), language);
    if (this.element.textContent !== words) this.element.textContent = words;
    const title = say(moment, this.styleValue === "day" ? "whole-day" : "full", new Date(), language);
    if (this.element.title !== title) this.element.title = title;
  }
}
