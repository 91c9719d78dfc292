import { visit } from "../../project/frontend/visit.ts";
import { kept } from "./push.ts";

/** One notification as the server tells it; `at` in milliseconds. */
export interface News {
  id: string;
  tag: string;
  title: string;
  text: string;
  href: string;
  at: number;
}

const FRESH = 5 * 60_000; // what a browser catches up with later is in the list, and pops up no more
const REMEMBERED = 50;
const SHOWN = "desktop-shown";
const FOCUSED = "desktop-focused";

/** What may be shown: as the Notification API says, and "unsupported" where there is none or no HTTPS. */
export function permission(): NotificationPermission | "unsupported" {
  return "Notification" in globalThis && "locks" in navigator ? Notification.permission : "unsupported";
}

/** Show it on the desktop: by one of this browser's tabs, and by none while one of them has the focus. */
export async function showOnDesktop(news: News): Promise<void> {
  if (permission() !== "granted" || Date.now() - news.at > FRESH) return;
  await navigator.locks.request("desktop", async () => {
    const shown = remembered();
    if (shown.includes(news.id)) return;
    localStorage.setItem(SHOWN, JSON.stringify([news.id, ...shown].slice(0, REMEMBERED)));
    const { held } = await navigator.locks.query();
    if (!held?.some((lock) => lock.name === FOCUSED)) await show(news);
  });
}

/** While this tab has the focus, the others know it. Returns what ends that. */
export function tellFocus(): () => void {
  let leave: (() => void) | null = null;
  const look = () => {
    if (document.hasFocus()) return enter();
    leave?.();
    leave = null;
  };
  const enter = () => {
    if (leave || permission() === "unsupported") return;
    const focused = new Promise<void>((resolve) => (leave = resolve));
    void navigator.locks.request(FOCUSED, { mode: "shared" }, () => focused);
  };
  addEventListener("focus", look);
  addEventListener("blur", look);
  look();
  return () => {
    removeEventListener("focus", look);
    removeEventListener("blur", look);
    leave?.();
  };
}

/** Where pushes come to this browser too, the worker shows it: under one tag the later stands in the earlier's place. */
async function show({ id, tag, title, text, href }: News): Promise<void> {
  const silent = document.body.dataset["sounds"] === "off";
  const icon = document.querySelector<HTMLLinkElement>("link[rel=icon]")?.href;
  const look = { body: text, silent, ...(icon && { icon }) };
  const worker = kept() && (await navigator.serviceWorker.getRegistration("/"));
  if (worker) return worker.showNotification(title, { ...look, tag, data: { href } });
  const notification = new Notification(title, { ...look, tag: id });
  notification.addEventListener("click", () => {
    window.focus();
    notification.close();
    visit(href);
  });
}

function remembered(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(SHOWN) ?? "[]");
    return Array.isArray(kept) ? kept.map(String) : [];
  } catch {
    return [];
  }
}
