/** Which conversations a folder holds, by what their rows say. The server's rule is Folder.holds in inbox/folders.py. */
export interface Rule {
  /** "open", "snoozed", "closed", "spam", or "" for all but spam. */
  state: string;
  /** "me", "none", or "" for anybody. */
  assignee: string;
  /** "me", or "" for any. */
  mentioned?: string;
  /** An inbox's id, or "" for all that the list hears. */
  inbox: string;
  /** Only those that wait for the client. */
  waiting?: boolean;
}

export interface Row {
  state: string;
  assignee: string;
  inbox: string;
  /** Since when it waits for the client; "" where the client waits for us. */
  waiting?: string;
  /** Whom its notes name: ids with spaces between. */
  mentioned?: string;
}

export function holds(rule: Rule, row: Row, me: string): boolean {
  if (rule.waiting && !row.waiting) return false;
  if (!rule.state && row.state === "spam") return false;
  const owner = { me, none: "" }[rule.assignee] ?? row.assignee;
  if (rule.mentioned && !(row.mentioned ?? "").split(" ").includes(me)) return false;
  return (rule.state || row.state) === row.state && row.assignee === owner && (rule.inbox || row.inbox) === row.inbox;
}

export function rowOf(element: HTMLElement): Row {
  const { state = "", assignee = "", inbox = "", waiting = "", mentioned = "" } = element.dataset;
  return { state, assignee, inbox, waiting, mentioned };
}
