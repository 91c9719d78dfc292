import { ask } from "../../live/frontend/fetch.ts";
import { gettext } from "../../live/frontend/text.ts";

const KEPT = "push-device";

/** Where this browser stands: "home-screen" is an iPhone's page that is not on the home screen yet. */
export type State = "on" | "off" | "denied" | "home-screen" | "unsupported";

/** Whose device this browser is, and the endpoint that the server knows it by. */
interface Kept {
  me: string;
  endpoint: string;
}

export async function state(): Promise<State> {
  if (!("serviceWorker" in navigator && "PushManager" in globalThis)) return isApple() ? "home-screen" : "unsupported";
  if (Notification.permission === "denied") return "denied";
  return kept() && (await subscription()) ? "on" : "off";
}

/** Ask for leave and subscribe; the device is this person's from now on. Throws with a sentence where that fails. */
export async function turnOn(url: string, key: string): Promise<void> {
  if ((await Notification.requestPermission()) !== "granted") return;
  const made = await subscribe(key);
  const answer = await send(url, "POST", made);
  if (answer.ok) return keep(made.endpoint);
  await made.unsubscribe();
  throw new Error(((await answer.json()) as { message: string }).message);
}

/** The page was loaded: tell the server that this browser is still here. A device that was taken off is forgotten. */
export async function renew(url: string): Promise<boolean> {
  const was = kept();
  if (!was) return false;
  const now = Notification.permission === "granted" ? await subscription() : null;
  if (!now) return forget();
  const answer = await send(url, "PUT", now, { was: was.endpoint });
  if (answer.ok) keep(now.endpoint);
  if (answer.status !== 404) return answer.ok;
  await now.unsubscribe();
  return forget();
}

/** This person's own, in this browser; null while somebody else's or nobody's. */
export function kept(): Kept | null {
  try {
    const found = JSON.parse(localStorage.getItem(KEPT) ?? "null") as Kept | null;
    return found?.me === document.body.dataset["me"] ? found : null;
  } catch {
    return null;
  }
}

function keep(endpoint: string): void {
  localStorage.setItem(KEPT, JSON.stringify({ me: document.body.dataset["me"], endpoint }));
}

function forget(): false {
  localStorage.removeItem(KEPT);
  return false;
}

async function subscription(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.getRegistration("/");
  return (await registration?.pushManager.getSubscription()) ?? null;
}

/** One that was made for another key, before the installation's changed, is of no use. */
async function subscribe(key: string): Promise<PushSubscription> {
  const { pushManager } = await navigator.serviceWorker.ready;
  const before = await pushManager.getSubscription();
  if (before && encoded(before.options.applicationServerKey) !== key) await before.unsubscribe();
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key }).catch(() => {
    throw new Error(gettext("This browser reaches no push service just now. Check the connection and try again; some browsers turn it off in their settings."));
  });
}

function send(url: string, method: string, made: PushSubscription, more: Record<string, string> = {}): Promise<Response> {
  const said = { endpoint: made.endpoint, p256dh: encoded(made.getKey("p256dh")), auth: encoded(made.getKey("auth")), ...more };
  return ask(url, method, JSON.stringify(said), { "Content-Type": "application/json" });
}

function encoded(bytes: ArrayBuffer | null): string {
  const text = btoa(String.fromCharCode(...new Uint8Array(bytes ?? new ArrayBuffer(0))));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function isApple(): boolean {
  return /iPhone|iPad/.test(navigator.userAgent) || (navigator.userAgent.includes("Macintosh") && navigator.maxTouchPoints > 1);
}
