import { gettext } from "../../../live/frontend/text.ts";
import { opOf, type Condition, type Field, type Op, type Value } from "./shapes.ts";
import { button, element, select } from "./tags.ts";

/** One condition: a field, what is said of it, and a value whose control belongs to that. */
export function line(fields: Field[], condition: Condition | null, drop: (line: HTMLElement) => void): HTMLElement {
  const drawn = element("div", "filter-line");
  const field = fields.find((each) => each.name === condition?.field) ?? fields[0]!;
  const op = condition ? opOf(condition) : field.ops[0]!.name;
  fill(drawn, fields, field, op, condition ? condition[op] : undefined);
  drawn.append(button(gettext("Remove condition"), "x", () => drop(drawn), true));
  return drawn;
}

function fill(drawn: HTMLElement, fields: Field[], field: Field, name: string, value: Value | undefined): void {
  const remove = drawn.querySelector(".filter-line__off");
  const op = field.ops.find((each) => each.name === name) ?? field.ops[0]!;
  const again = (chosen: Field, said: string) => {
    const focused = [...drawn.querySelectorAll("select")].indexOf(document.activeElement as HTMLSelectElement);
    fill(drawn, fields, chosen, said, undefined);
    drawn.querySelectorAll("select")[focused]?.focus();
  };
  const which = select(gettext("Field"), fields.map(({ name, label }) => ({ value: name, label })), field.name, "filter-line__field");
  const how = select(gettext("Comparison"), field.ops.map(({ name, label }) => ({ value: name, label })), op.name, "filter-line__op");
  which.addEventListener("change", () => again(fields.find((each) => each.name === valueOf(which))!, ""));
  how.addEventListener("change", () => again(field, valueOf(how)));
  drawn.replaceChildren(which, how, control(op, value), ...(remove ? [remove] : []));
}

function valueOf(wrapped: HTMLElement): string {
  return wrapped.querySelector("select")!.value;
}

function control(op: Op, value: Value | undefined): HTMLElement {
  const label = gettext("Value");
  if (op.control === "choice") {
    const options = (op.options ?? []).map((option) => ({ ...option, value: String(option.value) }));
    const drawn = select(label, options, String(value ?? options[0]?.value ?? ""), "filter-line__value");
    const isNumber = (op.options ?? []).some((option) => typeof option.value === "number");
    drawn.querySelector("select")!.dataset["value"] = isNumber ? "mixed" : "text";
    return drawn;
  }
  const input = document.createElement("input");
  input.type = { text: "text", day: "date", number: "number" }[op.control];
  input.required = true;
  input.dataset["value"] = op.control;
  input.setAttribute("aria-label", label);
  input.value = String(value ?? "");
  if (op.control === "text") Object.assign(input, { maxLength: 200, dir: "auto" });
  if (op.control === "number") Object.assign(input, { min: "1", max: String(op.most), step: "1", value: String(value ?? "7") });
  const unit = element("span", "soft");
  unit.textContent = op.unit ?? "";
  return element("span", "filter-line__value", input, ...(op.unit ? [unit] : []));
}
