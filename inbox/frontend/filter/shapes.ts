/** A filter as JSON (inbox/filters/language.py), and what its editor offers. */
export type Value = string | number;
export type Part = Condition | Group;
export type Condition = { field: string } & Record<string, Value>;
export type Group = { and: Part[] } | { or: Part[] };

export interface Option {
  value: Value;
  label: string;
}

export interface Op {
  name: string;
  label: string;
  control: "choice" | "text" | "day" | "number";
  options?: Option[];
  unit?: string;
  most?: number;
}

export interface Field {
  name: string;
  label: string;
  ops: Op[];
}

export const DEEPEST = 3;

export function isGroup(part: Part): part is Group {
  return !("field" in part);
}

export function partsOf(group: Group): Part[] {
  return "and" in group ? group.and : group.or;
}

export function opOf(condition: Condition): string {
  return Object.keys(condition).find((key) => key !== "field") ?? "";
}
