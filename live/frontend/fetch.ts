/** The page's requests beside htmx: same session, same CSRF header, same answers. */

/** The thing is not there any more, or not for this person. */
export class Gone extends Error {}

export function csrf(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
}

export function ask(url: string, method: string, body: BodyInit | null = null, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, { method, body, headers: { "X-CSRFToken": csrf(), ...headers } });
}

export function post(url: string, body: BodyInit | null = null, headers: Record<string, string> = {}): Promise<Response> {
  return ask(url, "POST", body, headers);
}

/** Ask for a page or a part as htmx does, and take out the element `id`. */
export async function fetchElement(url: string, id: string): Promise<Element> {
  const answer = await fetch(url, { headers: { "HX-Request": "true", "HX-Target": id }, cache: "no-store" });
  if ([403, 404, 410].includes(answer.status)) throw new Gone(url);
  if (!answer.ok || answer.redirected) throw new Error(`${url}: ${answer.status}`);
  const found = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(id);
  if (!found) throw new Error(`${url} has no #${id}`);
  return document.importNode(found, true);
}
