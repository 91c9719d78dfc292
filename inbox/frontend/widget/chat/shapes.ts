/** What the server tells the chat (inbox/visitor_view.py, inbox/views/widget/). */

export interface Author {
  kind: "agent" | "visitor";
  name?: string;
  title?: string;
  photo?: string;
}

export interface SentFile {
  name: string;
  size: number;
  picture: boolean;
  width: number | null;
  height: number | null;
  url: string;
  thumbnail: string;
  /** When the links end, in ms. */
  until: number;
}

export interface Attachment extends SentFile {
  id: string;
}

/** Text, or an element: its tag, what is in it, and where a link leads or a list begins. */
export type Rich = string | [string, Rich[], (string | number)?];

/** What a message answers. */
export interface Quote {
  id: string;
  kind: "agent" | "visitor";
  name: string;
  text: string;
  removed: boolean;
}

/** All reactions with one emoji; `names` are colleagues, `mine`: the visitor's own is among them. */
export interface Reaction {
  emoji: string;
  count: number;
  names: string[];
  mine: boolean;
}

export interface Message {
  id: string;
  /** Its number among the messages that both sides see: 1, 2, 3 … */
  seq: number;
  author: Author;
  body: string;
  /** What a colleague formatted; null: `body` is shown as it stands. */
  rich: Rich[] | null;
  at: number;
  edited: boolean;
  /** Taken back: no words, no files. */
  removed: boolean;
  quote: Quote | null;
  reactions: Reaction[];
  attachments: Attachment[];
}

export interface Conversation {
  id: string;
  stream: string;
  /** Where the stream stood before the messages were read. */
  after: number;
  closed: boolean;
  rating: Rating | null;
  read: number;
  seen: number;
  messages: Message[];
  more: boolean;
}

export interface Look {
  firm: string;
  accent: string;
  greeting: string;
  closed: boolean;
  /** Visitors with a signed token alone may write. */
  identified_only: boolean;
  /** What the firm says when nobody is there, beside when they are back. */
  away: string;
  /** Whether visitors may send files. */
  files: boolean;
  /** Whether the firm asks how it was. */
  rating: boolean;
  hours: Opening | null;
}

/** What the visitor said when the conversation was closed last; `until` (ms) it may be changed. */
export interface Rating {
  score: number;
  comment: string;
  until: number;
}

/** Whether somebody is there at the moment `at`, and when that changes from then on; all in ms. */
export interface Opening {
  at: number;
  open: boolean;
  changes: number[];
}

export interface Contact {
  name: string;
  email: string;
  phone: string;
}

export interface Begin extends Look {
  key: string;
  preview: boolean;
  /** Origins this page talks to; null: any that may frame it. */
  origins: string[] | null;
  socket: string;
  limits: { bytes: number; files: number };
  words: Record<string, string>;
  /** Where the list of emoji is. */
  emoji: string;
}

export interface SessionAnswer {
  token: string | null;
  /** Set where the firm's server says who this is: the stream that tells when another conversation is theirs. */
  identity: { stream: string; after: number } | null;
  inbox: Look;
  look: { stream: string; after: number };
  answers: "" | "minutes" | "hour" | "day";
  contact: Contact;
  conversation: Conversation | null;
}

/** Facts of the stream `visitor:<conversation>`. */
export type VisitorFact =
  | { op: "upsert"; kind: "message"; message: Message }
  | { op: "state"; closed: boolean }
  | { op: "anew" }
  | { op: "read"; seq: number }
  | { op: "seen"; seq: number }
  | { op: "conversation"; id: string }
  | { op: "rated"; rating: Rating | null }
  | { op: "look"; inbox: Look };
