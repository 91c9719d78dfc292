/** Elements of the editor, drawn as templates/ui/ draws them. */

export function element(name: string, classes: string, ...inside: Node[]): HTMLElement {
  const drawn = document.createElement(name);
  if (classes) drawn.className = classes;
  drawn.append(...inside);
  return drawn;
}

export function select(label: string, options: { value: string; label: string }[], value: string, classes: string): HTMLElement {
  const drawn = document.createElement("select");
  drawn.setAttribute("aria-label", label);
  for (const each of options) drawn.append(new Option(each.label, each.value, each.value === value, each.value === value));
  return element("span", `select ${classes}`, drawn);
}

export function button(label: string, icon: string, press: () => void, bare = false): HTMLButtonElement {
  const drawn = document.createElement("button");
  drawn.type = "button";
  drawn.className = bare ? "icon-button icon-button--small filter-line__off" : "button button--quiet button--small";
  const [first] = document.querySelectorAll<SVGUseElement>("svg.icon use");
  const sprite = first?.getAttribute("href")?.split("#")[0] ?? "";
  drawn.innerHTML = `<svg class="icon" aria-hidden="true"><use href="${sprite}#${icon}"></use></svg>`;
  if (bare) drawn.setAttribute("aria-label", label);
  else drawn.append(Object.assign(document.createElement("span"), { textContent: label }));
  drawn.addEventListener("click", press);
  return drawn;
}
