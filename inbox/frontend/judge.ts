const AGAIN = 3_000;

/** Asks the server whether a row stands in a list whose rule the browser cannot judge: one question a row at a time, with this person's rights. */
export class Judge {
  private readonly asking = new Map<string, { again: boolean }>();

  /** `answer` is told the row as it is now, or null where it does not stand here. */
  constructor(
    private readonly url: string,
    private readonly answer: (conversation: string, html: string | null) => void,
  ) {}

  async ask(conversation: string): Promise<void> {
    const running = this.asking.get(conversation);
    if (running) return void (running.again = true);
    const question = { again: false };
    this.asking.set(conversation, question);
    const told = await this.fetch(conversation);
    this.asking.delete(conversation);
    if (question.again) return this.ask(conversation);
    if (told === undefined) setTimeout(() => void this.ask(conversation), AGAIN);
    else this.answer(conversation, told);
  }

  private async fetch(conversation: string): Promise<string | null | undefined> {
    const url = new URL(this.url, location.href);
    url.searchParams.set("row", conversation);
    const answer = await fetch(url, { headers: { "HX-Request": "true" }, cache: "no-store" }).catch(() => null);
    if (answer && [403, 404].includes(answer.status)) return null;
    return answer?.ok && !answer.redirected ? answer.text() : undefined;
  }
}
