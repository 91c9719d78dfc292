/** What a person may not see any more gives way to a sentence that says who can let them (templates/frame/regions.html). */
export function conceal(part: HTMLElement): void {
  const template = document.getElementById("denied-template") as HTMLTemplateElement | null;
  const hadFocus = part.contains(document.activeElement);
  const said = part.cloneNode(false) as HTMLElement;
  said.removeAttribute("data-controller"); // it shows no stream any more
  if (template) said.append(template.content.cloneNode(true));
  part.replaceWith(said);
  if (!hadFocus) return;
  said.tabIndex = -1;
  said.focus({ preventScroll: true });
}
