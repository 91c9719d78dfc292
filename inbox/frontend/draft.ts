import { csrf } from "../../live/frontend/fetch.ts";
import { me } from "../../live/frontend/me.ts";
import { gettext } from "../../live/frontend/text.ts";

const WAIT = 700;
const REMEMBERED = 12;

interface Kept {
  body: string;
  kind: string;
  /** What the server had when these words were written on from it. */
  base?: string;
  /** Whom a note names. */
  mentions?: string[];
}

/**
 * Keeps a draft on the server while it is written, and in this browser while the server cannot be reached.
 * Knows the text area only by its words.
 */
export class DraftKeeper {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private waiting: { body: string; kind: string; id: string } | null = null;
  private saving = false;
  /** The message is on its way to the outbox: what this browser has of it stays until it is kept there. */
  private leaving = false;
  /** What the server was told or has told, as far as this page knows. */
  private known: string;
  /** What the server has for certain. */
  private base: string;
  private readonly ours: string[] = [];

  constructor(
    private readonly url: string,
    private readonly key: string,
    begun: string,
    private readonly tell: (words: string) => void,
    private readonly mentions: () => string[] = () => [],
  ) {
    this.known = this.base = begun;
  }

  wrote(body: string, kind: string, id: string): void {
    if (this.leaving && !body) return;
    this.waiting = { body, kind, id };
    this.rememberSoon();
  }

  leave(): void {
    clearTimeout(this.timer);
    this.waiting = null;
    this.leaving = true;
  }

  /** It could not be kept there. */
  stay(): void {
    this.leaving = false;
  }

  /** The message is in the outbox: nothing of it is kept here any more, only what was written since. */
  sent(): void {
    this.leaving = false;
    this.known = this.base = "";
    this.tell("");
    this.forget();
    if (this.waiting) this.rememberSoon();
  }

  /** Save what waits, now. One at a time, so that an older one never lands last. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    if (!this.waiting || this.saving || this.leaving) return;
    const draft = this.waiting;
    this.waiting = null;
    this.saving = true;
    const saved = await this.put(draft);
    this.saving = false;
    if (saved && !this.waiting && !this.leaving) this.forget();
    this.tell(!draft.body ? "" : saved ? gettext("Draft kept") : gettext("Draft kept in this browser"));
    if (this.waiting) await this.flush();
  }

  /** Whether `body`, told by the server, is news from another device that may replace `shown`. */
  takes(body: string, shown: string): boolean {
    if (body === shown || this.ours.includes(body) || this.waiting || this.saving) return false;
    const untouched = shown === this.known;
    if (untouched) this.known = this.base = body;
    return untouched;
  }

  /**
   * What was typed while the server could not be reached, before the page was closed; with what another device has
   * written meanwhile above it. A note in it makes it a note.
   */
  recovered(now: { body: string; kind: string }): (Kept & { isBoth: boolean }) | null {
    const text = localStorage.getItem(this.place);
    if (!text) return null;
    const kept = JSON.parse(text) as Kept;
    if (kept.body === now.body) return null;
    if (now.body === kept.base || (now.body && kept.body.startsWith(now.body))) return { ...kept, isBoth: false };
    if (!kept.body.trim()) return null;
    if (!now.body) return { ...kept, isBoth: false };
    const kind = [kept.kind, now.kind].includes("note") ? "note" : kept.kind;
    return { body: `${now.body}\n\n${kept.body}`, kind, isBoth: true };
  }

  private rememberSoon(): void {
    if (this.waiting && !this.leaving) this.remember(this.waiting);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), WAIT);
  }

  private async put({ body, kind, id }: { body: string; kind: string; id: string }): Promise<boolean> {
    this.known = body;
    this.ours.push(body);
    this.ours.splice(0, this.ours.length - REMEMBERED);
    const headers = { "X-CSRFToken": csrf() };
    const form = new URLSearchParams({ body, kind, id });
    for (const code of this.mentions()) form.append("mentions", code);
    const answer = await fetch(this.url, { method: "PUT", headers, body: form, keepalive: true }).catch(() => null);
    const saved = Boolean(answer?.ok && !answer.redirected);
    if (saved) this.base = body;
    return saved;
  }

  private get place(): string {
    return `draft ${me().id} ${this.key}`;
  }

  private remember({ body, kind }: Kept): void {
    localStorage.setItem(this.place, JSON.stringify({ body, kind, base: this.base, mentions: this.mentions() } satisfies Kept));
  }

  private forget(): void {
    localStorage.removeItem(this.place);
  }
}
