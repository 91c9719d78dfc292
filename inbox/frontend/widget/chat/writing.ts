import { the } from "./dom.ts";
import type { Sent, Uploads } from "./uploads.ts";

export interface Written {
  body: string;
  files: Sent[];
}

/** Where the visitor writes. What is typed is kept over reloads until it is sent. */
export class Writing {
  private readonly form = the<HTMLFormElement>("writing");
  private readonly text = the<HTMLTextAreaElement>("text");
  private takes = true;
  private readonly picker = the<HTMLInputElement>("picker");

  constructor(
    private readonly uploads: Uploads,
    private readonly words: Record<string, string>,
    private readonly send: (written: Written) => void,
    private readonly typing: () => void,
    private readonly draft: { get(): string; set(text: string): void },
  ) {
    this.listen();
  }

  /** What was being written on an earlier page, or (`anew`) in another form; what was typed before we were there follows it. */
  restore(anew = false): void {
    const [kept, typed] = [this.draft.get(), anew ? "" : this.text.value.trim()];
    this.text.value = typed && kept && typed !== kept.trim() ? `${kept}\n${typed}` : kept || typed;
    this.grow();
  }

  get begun(): string {
    return this.text.value;
  }

  set begun(text: string) {
    this.text.value = text;
    this.draft.set(text);
    this.grow();
  }

  focus(): void {
    this.text.focus();
  }

  /** The frame was hidden until now: the focus can only be taken once there is something to see. */
  focusWhenShown(): void {
    const shown = new ResizeObserver(() => {
      if (!this.text.offsetWidth) return;
      shown.disconnect();
      this.text.focus();
    });
    shown.observe(this.text);
  }

  /** A closed inbox takes no more messages. */
  shut(sentence: string): void {
    const shut = this.text.disabled;
    if (shut === !!sentence) return;
    for (const control of this.form.querySelectorAll<HTMLButtonElement>("button, textarea, input")) control.disabled = !!sentence;
    this.complain(sentence);
  }

  takesFiles(takes: boolean): void {
    the("add").hidden = !takes;
    this.takes = takes;
  }

  complain(sentence: string): void {
    the("said").textContent = sentence;
  }

  private listen(): void {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.text.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.submit();
    });
    this.text.addEventListener("input", () => {
      this.grow();
      this.draft.set(this.text.value);
      if (this.text.value.trim()) this.typing();
    });
    this.listenForFiles();
  }

  private listenForFiles(): void {
    the("add").addEventListener("click", () => this.picker.click());
    this.picker.addEventListener("change", () => {
      this.uploads.add([...(this.picker.files ?? [])]);
      this.picker.value = "";
      this.focus();
    });
    this.text.addEventListener("paste", (event) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (!files.length || !this.takes) return;
      event.preventDefault();
      this.uploads.add(files);
    });
    addEventListener("dragover", (event) => {
      if (!event.dataTransfer?.types.includes("Files") || !this.takes) return;
      event.preventDefault();
      this.form.setAttribute("data-dropping", "");
    });
    addEventListener("dragleave", (event) => event.relatedTarget || this.form.removeAttribute("data-dropping"));
    addEventListener("drop", (event) => {
      this.form.removeAttribute("data-dropping");
      if (!event.dataTransfer?.files.length || !this.takes) return;
      event.preventDefault();
      this.uploads.add([...event.dataTransfer.files]);
    });
  }

  private submit(): void {
    const body = this.text.value.trim();
    const files = this.uploads.sent;
    if (this.uploads.underWay) return this.complain(this.words["wait_for_files"]!);
    if (!body && !files.length) return this.focus();
    this.complain("");
    this.send({ body, files });
    this.uploads.clear();
    this.text.value = "";
    this.draft.set("");
    this.grow();
    this.focus();
  }

  /** As high as its lines, up to what the sheet allows. */
  private grow(): void {
    if (CSS.supports("field-sizing", "content")) return;
    this.text.style.blockSize = "auto";
    this.text.style.blockSize = `${this.text.scrollHeight + 2}px`;
  }
}
