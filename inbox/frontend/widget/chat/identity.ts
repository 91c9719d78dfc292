import { Refused, type Api } from "./api.ts";
import type { ToHost } from "./bridge.ts";
import type { Keep } from "./keep.ts";
import type { SessionAnswer } from "./shapes.ts";

/** Who is signed in on the firm's site: the token its server signed is passed on; what was wrong with it is told to its developer. */
export class Identity {
  /** What the page said last, until the server has answered to it. */
  private waiting = "";

  constructor(
    private readonly api: Api,
    private readonly keep: Keep,
    private readonly say: (said: ToHost) => void,
  ) {}

  get isDue(): boolean {
    return this.waiting !== "";
  }

  claim(token: unknown): void {
    this.waiting = typeof token === "string" ? token : "";
  }

  /** The answer to a token that was taken; null where there is none, or it was refused. Throws while there is no connection. */
  async prove(key: string, page: string): Promise<SessionAnswer | null> {
    const token = this.waiting;
    if (!token) return null;
    try {
      const answer = await this.api.call<SessionAnswer>("POST", "identity", { key, token, page });
      this.settle(token);
      this.say({ do: "identified", yes: true });
      return answer;
    } catch (error) {
      if (!(error instanceof Refused) || error.status >= 500) throw error;
      this.settle(token);
      this.say({ do: "identified", yes: false, why: error.message });
      return null;
    }
  }

  /** Signed out: nothing of theirs stays in this browser, and their token ends as soon as the server can be told. */
  async leave(): Promise<void> {
    this.waiting = "";
    const token = this.api.token;
    this.keep.clear();
    this.keep.set("leaving", token || null);
    this.say({ do: "keep", name: "history", value: null });
    await this.left();
    this.say({ do: "identified", yes: false });
  }

  /** Tell the server of a token that was left, also one that an earlier page could not tell of. */
  async left(): Promise<void> {
    const token = this.keep.get("leaving");
    if (!token) return;
    try {
      await this.api.call("DELETE", "identity", undefined, token);
      this.keep.set("leaving", null);
    } catch (error) {
      if (error instanceof Refused && !error.passes) this.keep.set("leaving", null);
    }
  }

  private settle(token: string): void {
    if (this.waiting === token) this.waiting = "";
  }
}
