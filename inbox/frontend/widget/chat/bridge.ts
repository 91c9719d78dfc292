import type { Look } from "./shapes.ts";

/** What the page around the frame says. */
export type FromHost =
  | { do: "hello"; open: boolean; page: string; kept: Record<string, string>; identify?: string }
  | { do: "open" }
  | { do: "closed" }
  | { do: "look"; look: Partial<Look>; dark?: boolean }
  | { do: "identify"; token: string }
  | { do: "forget" }
  | { do: "begin"; text: string }
  | { do: "propose"; id: string; text: string }
  | { do: "page"; page: string }
  | { do: "track"; steps: Step[] };

/** What the page's own script calls a thing that the visitor did. */
export interface Step {
  name: string;
  facts: Record<string, string>;
  page: string;
  at: number;
}

/** What the frame says to it. */
export type ToHost =
  | { do: "close" }
  | { do: "unread"; count: number }
  | { do: "begun"; yes: boolean }
  | { do: "talking"; yes: boolean }
  | { do: "keep"; name: string; value: string | null }
  | { do: "visit"; url: string }
  | { do: "message"; message: { id: string; from: "agent" | "visitor"; at: number } }
  | { do: "rating"; score: number }
  | { do: "identified"; yes: boolean; why?: string };

/**
 * The channel to the loader. It hands a port over in its first message, whose origin and source are checked; afterwards only the
 * two ends of the port can speak.
 */
export class Bridge {
  private port: MessagePort | null = null;

  constructor(
    private readonly origins: string[] | null,
    private readonly hear: (said: FromHost) => void,
  ) {}

  /** Whether somebody frames this page; opened by itself it is a page like any other. */
  get framed(): boolean {
    return parent !== window;
  }

  listen(): void {
    addEventListener("message", (event) => {
      const port = event.ports[0];
      if (event.source !== parent || !port || !this.trusts(event.origin) || !isHello(event.data)) return;
      this.port?.close();
      this.port = port;
      port.onmessage = ({ data }) => this.hear(data as FromHost);
      this.hear(event.data);
    });
  }

  say(said: ToHost): void {
    this.port?.postMessage(said);
  }

  private trusts(origin: string): boolean {
    if (origin === "null" || !/^https?:/.test(origin)) return false;
    return this.origins === null || this.origins.includes(origin);
  }
}

function isHello(data: unknown): data is FromHost & { do: "hello" } {
  const said = data as Partial<FromHost & { do: "hello" }> | null;
  return said?.do === "hello" && typeof said.open === "boolean" && typeof said.page === "string" && typeof said.kept === "object";
}
