/** The visitors' HTTP door. Every refusal carries a sentence for the person; no connection is an error of its own. */

export class Offline extends Error {}

export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    sentence: string,
    /** Seconds to wait, where the server says so. */
    readonly wait: number,
  ) {
    super(sentence);
  }

  /** Trying the same again later may help. */
  get passes(): boolean {
    return this.status === 429 || this.status >= 500;
  }
}

const PATIENCE = 20_000;

export class Api {
  token = "";
  /** Resolves once the server knows us; what a hurried visitor adds before waits for it. */
  readonly welcomed: Promise<void>;
  welcome: () => void = () => undefined;

  constructor(private readonly lost: string) {
    this.welcomed = new Promise((done) => (this.welcome = done));
  }

  get<T>(path: string): Promise<T> {
    return this.call("GET", path);
  }

  async call<T>(method: string, path: string, said?: object, token = this.token): Promise<T> {
    const headers: Record<string, string> = token ? { Authorization: `Bearer ${token}` } : {};
    if (said) headers["Content-Type"] = "application/json";
    const body = said ? JSON.stringify(said) : null;
    let answer: Response;
    try {
      answer = await fetch(`/widget/api/${path}`, { method, headers, body, credentials: "omit", signal: AbortSignal.timeout(PATIENCE) });
    } catch {
      throw new Offline();
    }
    return this.read<T>(answer.status, await answer.text().catch(() => ""));
  }

  /** An answer that is no JSON: a file to keep. */
  async text(path: string): Promise<string> {
    const answer = await fetch(`/widget/api/${path}`, { headers: { Authorization: `Bearer ${this.token}` }, credentials: "omit" }).catch(() => {
      throw new Offline();
    });
    const text = await answer.text();
    return answer.ok ? text : this.read<string>(answer.status, text);
  }

  /** Send one file; `progress` hears how much of it is there, from 0 to 1. */
  async upload<T>(file: File, progress: (part: number) => void, abort: AbortSignal): Promise<T> {
    await this.welcomed;
    return new Promise((done, failed) => {
      const request = new XMLHttpRequest();
      const form = new FormData();
      form.append("file", file, file.name);
      request.open("POST", "/widget/api/attachments");
      request.setRequestHeader("Authorization", `Bearer ${this.token}`);
      request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
      request.onload = () => {
        try {
          done(this.read<T>(request.status, request.responseText));
        } catch (error) {
          failed(error);
        }
      };
      request.onerror = request.ontimeout = request.onabort = () => failed(new Offline());
      abort.addEventListener("abort", () => request.abort());
      request.send(form);
    });
  }

  private read<T>(status: number, text: string): T {
    if (status === 204) return undefined as T;
    let said: { error?: string; message?: string; wait?: number } = {};
    try {
      said = JSON.parse(text);
    } catch {
      if (status < 400) throw new Offline();
    }
    if (status >= 400) throw new Refused(status, said.error ?? "lost", said.message ?? this.lost, said.wait ?? 0);
    return said as T;
  }
}
