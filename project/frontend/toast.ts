export interface Toast {
  text: string;
  kind?: "error";
  /** Where Undo goes, and how. */
  undo?: string;
  method?: string;
  /** What Undo sends along, as a form says it. */
  body?: string;
  /** A button of one's own instead of Undo; without a label it is Undo, done by `run`. */
  act?: { label?: string; run(): void };
  /** When it can no longer be undone, in milliseconds of the clock: then it goes. */
  until?: number;
}

/** Show a toast. Servers do it by `HX-Trigger: {"toast": {…}}`. */
export function toast(detail: Toast): void {
  document.dispatchEvent(new CustomEvent("toast", { detail }));
}
