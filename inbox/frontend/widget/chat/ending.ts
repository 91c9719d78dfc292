import { Refused, type Api } from "./api.ts";
import { fill, the } from "./dom.ts";
import type { Rating } from "./shapes.ts";

/** How it was: five choices and a word, asked when the conversation is closed; within a day one may change one's mind. */
export class RatingForm {
  private readonly form = the<HTMLFormElement>("rating");
  private rating: Rating | null = null;
  private dismissed = false;

  constructor(
    private readonly api: Api,
    private readonly words: Record<string, string>,
    private readonly rated: (rating: Rating) => void,
    private readonly left: () => void,
  ) {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.save();
    });
    this.form.addEventListener("change", () => this.open());
    the("rating-later").addEventListener("click", () => this.dismiss());
    the("rating-change").addEventListener("click", () => this.open());
  }

  /** `asked`: it is closed, and the firm asks. What the visitor is choosing just now stays. */
  show(asked: boolean, rating: Rating | null): void {
    const changed = JSON.stringify(rating) !== JSON.stringify(this.rating);
    this.rating = rating;
    if (!asked) this.dismissed = false;
    this.form.hidden = !asked || (this.dismissed && !rating);
    if (asked && !changed && !this.form.hidden && this.form.dataset["at"]) return;
    this.form.dataset["at"] = rating ? "done" : "asking";
    if (!asked) this.form.reset();
    the("rating-more").hidden = true;
    the("rating-done").hidden = !rating;
    the("rating-choices").hidden = !!rating;
    the("rating-change").hidden = !rating || rating.until < Date.now();
    the("rating-said").textContent = rating ? fill(this.words["rated"]!, { score: String(rating.score) }) : "";
    the("rating-wrong").textContent = "";
  }

  private open(): void {
    if (this.rating && !the("rating-done").hidden) {
      this.choice(this.rating.score)!.checked = true;
      this.comment.value = this.rating.comment;
      the("rating-done").hidden = true;
      the("rating-choices").hidden = false;
      this.choice(this.rating.score)!.focus();
    }
    the("rating-more").hidden = false;
  }

  private dismiss(): void {
    this.dismissed = true;
    this.form.hidden = true;
    this.left();
  }

  private async save(): Promise<void> {
    const score = Number(new FormData(this.form).get("score"));
    try {
      const said = await this.api.call<{ rating: Rating }>("PUT", "rating", { score, comment: this.comment.value });
      this.rated(said.rating);
      this.left();
    } catch (error) {
      the("rating-wrong").textContent = error instanceof Refused ? error.message : this.words["unreachable"]!;
    }
  }

  private choice(score: number): HTMLInputElement | null {
    return this.form.querySelector(`[name="score"][value="${score}"]`);
  }

  private get comment(): HTMLTextAreaElement {
    return this.form.querySelector("textarea")!;
  }
}

/** Hand a text over as a file. The frame is sandboxed with downloads allowed. */
export function download(text: string, kind: string, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: kind }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
