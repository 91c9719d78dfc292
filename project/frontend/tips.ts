import { caps } from "./controllers/shortcuts_controller.ts";

const AFTER = 400;
const GAP = 6;

/** Tooltips: what has `data-tip` shows its name and its key on hover and on keyboard focus. They are never read out twice. */
export function startTips(): void {
  const tip = document.createElement("span");
  tip.className = "tooltip";
  tip.popover = "manual";
  tip.setAttribute("aria-hidden", "true");
  document.body.append(tip);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const hide = () => {
    clearTimeout(timer);
    if (tip.matches(":popover-open")) tip.hidePopover();
  };
  const later = (event: Event, after: number) => {
    hide();
    const on = (event.target as Element).closest?.<HTMLElement>("[data-tip]");
    if (on) timer = setTimeout(() => show(tip, on), after);
  };
  document.addEventListener("pointerover", (event) => event.pointerType === "mouse" && later(event, AFTER));
  document.addEventListener("focusin", (event) => (event.target as Element).matches(":focus-visible") && later(event, 0));
  for (const name of ["pointerdown", "focusout", "scroll", "keydown"]) document.addEventListener(name, hide, { capture: true, passive: true });
}

function show(tip: HTMLElement, on: HTMLElement): void {
  const name = on.dataset["tip"] || on.getAttribute("aria-label");
  if (!name || !on.isConnected) return;
  const keys = on.dataset["shortcut"];
  tip.replaceChildren(name, ...(keys ? [caps(keys)] : []));
  tip.showPopover();
  const { left, top, bottom, width } = on.getBoundingClientRect();
  const below = bottom + GAP + tip.offsetHeight < innerHeight;
  tip.style.top = `${below ? bottom + GAP : top - GAP - tip.offsetHeight}px`;
  tip.style.left = `${Math.max(GAP, Math.min(left + width / 2 - tip.offsetWidth / 2, innerWidth - tip.offsetWidth - GAP))}px`;
}
