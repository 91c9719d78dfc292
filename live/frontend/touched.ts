/**
 * What a person is touching is never morphed or taken away: the field they are in, a field they changed,
 * an open dialog or menu, a thing being dragged.
 */
const OPEN = "dialog[open], [popover]:popover-open, [data-dragging]";
const FIELDS = "input, textarea, select, [contenteditable='true']";

export function isTouched(node: Node): boolean {
  if (!(node instanceof Element)) return false;
  return node.matches(OPEN) || isFocusedField(node) || isChangedField(node);
}

export function holdsTouched(node: Node): boolean {
  if (!(node instanceof Element)) return false;
  return isTouched(node) || [...node.querySelectorAll(`${OPEN}, ${FIELDS}`)].some(isTouched);
}

function isFocusedField(element: Element): boolean {
  return element === document.activeElement && element.matches(FIELDS);
}

function isChangedField(element: Element): boolean {
  if (element instanceof HTMLTextAreaElement) return element.value !== element.defaultValue;
  if (element instanceof HTMLSelectElement) return [...element.options].some((option) => isMoved(option, element));
  if (!(element instanceof HTMLInputElement) || element.type === "hidden") return false;
  if (element.type === "file") return Boolean(element.files?.length);
  if (element.type === "checkbox" || element.type === "radio") return element.checked !== element.defaultChecked;
  return element.value !== element.defaultValue;
}

function isMoved(option: HTMLOptionElement, select: HTMLSelectElement): boolean {
  const anyDefault = [...select.options].some((each) => each.defaultSelected);
  return anyDefault || select.multiple ? option.selected !== option.defaultSelected : option.selected && option.index !== 0;
}

/** Calls back when the person lets go: leaves a field, closes a dialog or menu, drops what they dragged. */
export function onRelease(release: () => void): void {
  const soon = () => setTimeout(release);
  for (const event of ["focusout", "close", "toggle", "dragend", "reset", "live:released"]) {
    document.addEventListener(event, soon, { capture: true });
  }
}
