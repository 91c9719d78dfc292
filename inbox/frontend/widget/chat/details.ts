import { Offline, Refused, type Api } from "./api.ts";
import { the } from "./dom.ts";
import type { Contact } from "./shapes.ts";

const FIELD_OF: Record<string, keyof Contact> = { bad_email: "email", bad_phone: "phone" };

/** Name, email and phone that the visitor volunteers. */
export class Details {
  private readonly form = the<HTMLFormElement>("details");
  private readonly opener = the<HTMLButtonElement>("details-open");

  constructor(
    private readonly api: Api,
    private readonly words: Record<string, string>,
    private readonly saved: (contact: Contact) => void,
    private readonly closed: () => void,
  ) {
    this.opener.addEventListener("click", () => (this.isOpen ? this.close() : this.open()));
    the("details-close").addEventListener("click", () => this.close());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.save();
    });
  }

  get isOpen(): boolean {
    return !this.form.hidden;
  }

  /** Offered once there is somebody to answer to. */
  offer(contact: Contact): void {
    this.opener.hidden = false;
    for (const input of this.inputs) input.value ||= contact[input.name as keyof Contact];
  }

  open(): void {
    this.form.hidden = false;
    this.opener.ariaExpanded = "true";
    this.inputs[0]?.focus();
  }

  close(): void {
    this.form.hidden = true;
    this.opener.ariaExpanded = "false";
    this.closed();
  }

  private get inputs(): HTMLInputElement[] {
    return [...this.form.querySelectorAll("input")];
  }

  private async save(): Promise<void> {
    for (const input of this.inputs) input.removeAttribute("aria-invalid");
    const said = Object.fromEntries(this.inputs.map((input) => [input.name, input.value]));
    try {
      const { contact } = await this.api.call<{ contact: Contact }>("PUT", "contact", said);
      for (const input of this.inputs) input.value = contact[input.name as keyof Contact];
      the("details-said").textContent = this.words["thanks"]!;
      this.saved(contact);
    } catch (error) {
      this.refuse(error);
    }
  }

  private refuse(error: unknown): void {
    const sentence = error instanceof Offline ? this.words["unreachable"]! : error instanceof Error ? error.message : "";
    the("details-said").textContent = sentence;
    const name = error instanceof Refused ? FIELD_OF[error.code] : undefined;
    const input = this.inputs.find((each) => each.name === name);
    input?.setAttribute("aria-invalid", "true");
    input?.setAttribute("aria-describedby", "details-said");
    input?.focus();
  }
}
