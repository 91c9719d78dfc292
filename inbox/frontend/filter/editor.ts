import { gettext } from "../../../live/frontend/text.ts";
import { line } from "./line.ts";
import { DEEPEST, isGroup, partsOf, type Field, type Group, type Part } from "./shapes.ts";
import { button, element, select } from "./tags.ts";

/** The conditions as lines that can be changed, groups within groups. What stands on the screen is the filter. */
export class Editor {
  constructor(
    private readonly form: HTMLElement,
    private readonly fields: Field[],
  ) {}

  show(filter: string): void {
    const group = filter ? (JSON.parse(filter) as Group) : { and: [] };
    this.form.replaceChildren(this.group(group, 1));
    if (!partsOf(group).length) this.add(this.form.querySelector(".filter-group__parts")!);
    this.form.querySelector<HTMLElement>(".filter-line select")?.focus();
  }

  /** The filter as it stands; "" where it has no condition. */
  get text(): string {
    const group = readGroup(this.form.querySelector(":scope > .filter-group")!);
    return group ? JSON.stringify(group) : "";
  }

  private group(group: Group, depth: number): HTMLElement {
    const joins = [
      { value: "and", label: gettext("All of these") },
      { value: "or", label: gettext("Any of these") },
    ];
    const parts = element("ul", "filter-group__parts");
    const drawn = element("fieldset", "filter-group");
    const add = button(gettext("Condition"), "plus", () => this.add(parts));
    const acts = element("div", "filter-group__acts", add);
    if (depth < DEEPEST) acts.append(button(gettext("Group"), "plus", () => this.addGroup(parts, depth)));
    if (depth > 1) acts.append(button(gettext("Remove group"), "x", () => this.drop(drawn)));
    const legend = element("legend", "visually-hidden");
    legend.textContent = gettext("Conditions");
    drawn.append(legend, select(gettext("How these are joined"), joins, "or" in group ? "or" : "and", "filter-group__join"), parts, acts);
    for (const part of partsOf(group)) parts.append(this.part(part, depth));
    return drawn;
  }

  private part(part: Part, depth: number): HTMLElement {
    const inside = isGroup(part) ? this.group(part, depth + 1) : line(this.fields, part, (drawn) => this.drop(drawn));
    return element("li", "", inside);
  }

  private add(parts: Element): void {
    const item = element("li", "", line(this.fields, null, (drawn) => this.drop(drawn)));
    parts.append(item);
    item.querySelector<HTMLElement>("select")?.focus();
  }

  private addGroup(parts: Element, depth: number): void {
    const item = element("li", "", this.group({ or: [] }, depth + 1));
    parts.append(item);
    this.add(item.querySelector(".filter-group__parts")!);
  }

  /** The focus goes to what stood beside, never to nowhere. */
  private drop(drawn: HTMLElement): void {
    const item = drawn.parentElement!;
    const beside = item.nextElementSibling ?? item.previousElementSibling ?? item.closest(".filter-group");
    item.remove();
    beside?.querySelector<HTMLElement>("select, button")?.focus();
  }
}

function readGroup(drawn: Element): Group | null {
  const join = drawn.querySelector<HTMLSelectElement>(":scope > .filter-group__join select")!.value;
  const items = [...drawn.querySelectorAll(":scope > .filter-group__parts > li > *")];
  const parts = items.map((item) => (item.matches(".filter-group") ? readGroup(item) : readLine(item))).filter((part) => part !== null);
  if (!parts.length) return null;
  return join === "or" ? { or: parts } : { and: parts };
}

/** A line that is not filled in says nothing. */
function readLine(drawn: Element): Part | null {
  const [field, op] = [...drawn.querySelectorAll("select")].map((each) => each.value);
  const control = drawn.querySelector<HTMLInputElement | HTMLSelectElement>("[data-value]")!;
  const value = control.value.trim();
  if (!value) return null;
  const isNumber = control.dataset["value"] === "number" || (control.dataset["value"] === "mixed" && /^\d+$/.test(value));
  return { field: field!, [op!]: isNumber ? Number(value) : value } as Part;
}
