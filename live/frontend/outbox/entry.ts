/** A file that hangs on an entry, as its chip shows it; `id` is what the form's field carries. */
export interface Attached {
  id: string;
  name: string;
  size: string;
}

/** Something a person wrote that the server may not have yet. Its id is the row's key, the bubble's id, the idempotency key. */
export interface Entry {
  id: string;
  /** Where it is posted; entries of one address are sent in the order of their ids. */
  url: string;
  /** The membership that wrote it: nobody else may see or send it. */
  me: string;
  fields: [string, string | Blob][];
  /** The words, to show and to give back. */
  text: string;
  /** Its files, to show and to give back. */
  files?: Attached[];
  /** The list its bubble stands in. */
  list: string;
  state: "waiting" | "refused";
  /** What the server said when it refused, and with which status. */
  reason?: string;
  status?: number;
}

/** How one try ended. */
export type Outcome = { kind: "sent"; html: string } | { kind: "refused"; status: number; html: string } | { kind: "later" };

/** What kind of thing it writes, where its form writes several. */
export function kindOf(entry: Entry): string {
  return String(entry.fields.find(([name]) => name === "kind")?.[1] ?? "");
}

export function body(entry: Entry): FormData {
  const data = new FormData();
  for (const [name, value] of entry.fields) data.append(name, value);
  data.set("id", entry.id);
  return data;
}
