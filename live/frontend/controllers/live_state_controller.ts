import { Controller } from "@hotwired/stimulus";
import { connection } from "../live.ts";
import type { Truth } from "../session.ts";
import { gettext } from "../text.ts";

/** The screen's own truth: "Live, complete to 12:03:04", amber while catching up, offline after five seconds. */
export class LiveStateController extends Controller<HTMLElement> {
  static override targets = ["short", "words"];
  declare readonly shortTargets: HTMLElement[];
  declare readonly wordsTargets: HTMLElement[];
  private readonly told = (event: Event) => this.show((event as CustomEvent<Truth>).detail);
  private announced = "";

  override connect(): void {
    document.addEventListener("live:truth", this.told);
    this.show(connection.truth);
  }

  override disconnect(): void {
    document.removeEventListener("live:truth", this.told);
  }

  private show({ mode, completeTo }: Truth): void {
    this.element.dataset["state"] = mode === "ended" ? "offline" : mode;
    const words = sentence({ mode, completeTo });
    for (const target of this.wordsTargets) target.textContent = words;
    for (const target of this.shortTargets) target.textContent = completeTo ? clock(completeTo) : "";
    this.element.setAttribute("aria-live", this.announced === mode ? "off" : "polite"); // each second is no news
    this.announced = mode;
  }
}

function sentence({ mode, completeTo }: Truth): string {
  const time = completeTo ? clock(completeTo) : "";
  if (mode === "live") return gettext("Live, complete to %(time)s", { time });
  if (mode === "catching-up") return time ? gettext("Catching up since %(time)s", { time }) : gettext("Connecting");
  if (mode === "ended") return gettext("Signed out");
  return time ? gettext("Offline, complete to %(time)s", { time }) : gettext("Offline");
}

function clock(moment: number): string {
  return new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false }).format(moment);
}
