import { the } from "./dom.ts";
import type { Contact } from "./shapes.ts";

export interface Left {
  body: string;
  contact: { name: string; email: string };
}

/**
 * Nobody is there: a message with a name and an address to answer to, in place of the line one writes in. What is written
 * stays until the server has taken it, and goes along when somebody comes back meanwhile.
 */
export class Away {
  private readonly form = the<HTMLFormElement>("away");

  constructor(
    private readonly words: Record<string, string>,
    private readonly leave: (left: Left) => void,
    private readonly draft: { get(): string; set(text: string): void },
  ) {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.field("message").addEventListener("input", () => draft.set(this.field("message").value));
  }

  get isShown(): boolean {
    return !this.form.hidden;
  }

  show(shown: boolean, contact: Contact | null): void {
    if (shown === this.isShown) return;
    this.form.hidden = !shown;
    if (!shown) return;
    this.field("message").value = this.draft.get();
    for (const name of ["name", "email"] as const) this.field(name).value ||= contact?.[name] ?? "";
  }

  get begun(): string {
    return this.field("message").value;
  }

  set begun(text: string) {
    this.field("message").value = text;
    this.draft.set(text);
  }

  intro(sentence: string, own: string): void {
    the("away-back").textContent = sentence;
    the("away-own").textContent = own;
    the("away-own").hidden = !own;
  }

  focus(): void {
    (this.fields.find((field) => !field.value) ?? this.fields[0]!).focus();
  }

  /** The server did not take it: here it is again, with what was wrong. */
  giveBack({ body, contact }: Left, sentence: string): void {
    this.field("message").value = body;
    this.field("name").value = contact.name;
    this.field("email").value = contact.email;
    this.draft.set(body);
    this.complain("email", sentence);
  }

  private submit(): void {
    this.complain("", "");
    const [name, email, body] = this.fields.map((field) => field.value.trim()) as [string, string, string];
    if (!/^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(email)) return this.complain("email", this.words["needs_email"]!);
    if (!body) return this.complain("message", this.words["needs_message"]!);
    this.leave({ body, contact: { name, email } });
    this.field("message").value = "";
    this.draft.set("");
  }

  private complain(wrong: string, sentence: string): void {
    the("away-said").textContent = sentence;
    for (const field of this.fields) {
      const isWrong = field.name === wrong;
      field.toggleAttribute("aria-invalid", isWrong);
      if (isWrong) field.setAttribute("aria-invalid", "true");
      if (isWrong) field.setAttribute("aria-describedby", "away-said");
      else field.removeAttribute("aria-describedby");
      if (isWrong) field.focus();
    }
  }

  private field(name: string): HTMLInputElement | HTMLTextAreaElement {
    return this.form.elements.namedItem(name) as HTMLInputElement;
  }

  private get fields(): (HTMLInputElement | HTMLTextAreaElement)[] {
    return ["name", "email", "message"].map((name) => this.field(name));
  }
}
