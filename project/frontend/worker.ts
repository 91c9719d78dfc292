/**
 * The service worker. A page that cannot be reached becomes the page that says so, which was fetched beforehand; it
 * answers nothing else, so nothing that lives is ever shown from a cache. And it shows what is pushed to this device.
 */
const worker = self as unknown as ServiceWorkerGlobalScope;
const CACHE = "offline";
const PAGE = "/offline/";
const ICON = "/static/icons/mark-192.png";
const DEVICES = "/api/v1/notifications/devices/";

/** What timeline/push/message.py sends. */
interface News {
  title: string;
  text: string;
  href: string;
  tag: string;
  always: boolean;
}

worker.addEventListener("install", (event) => event.waitUntil(keep().then(() => worker.skipWaiting())));
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener("fetch", (event) => {
  const { mode, method, url } = event.request;
  if (mode === "navigate" && method === "GET") event.respondWith(fetch(event.request).catch(() => kept(PAGE)));
  else if (method === "GET" && url.includes("/static/dist/")) event.respondWith(fetch(event.request).catch(() => kept(url)));
});
worker.addEventListener("push", (event) => {
  if (event.data) event.waitUntil(show(event.data.json() as News));
});
worker.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open((event.notification.data as { href: string }).href));
});
worker.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(subscribeAnew(event)));

/** The page and the style sheets, scripts and icons that it names. */
async function keep(): Promise<void> {
  const cache = await caches.open(CACHE);
  const page = await fetch(PAGE, { cache: "reload", credentials: "omit" });
  const named = [...(await page.clone().text()).matchAll(/(?:href|src|data-icons)="(\/static\/[^"#]+)"/g)].map(([, path]) => path!);
  await cache.put(PAGE, page);
  await cache.addAll([...new Set(named)]);
}

async function kept(what: string): Promise<Response> {
  return (await caches.match(what)) ?? Response.error();
}

/** On this device, unless somebody looks at a page of ours: that shows it already. */
async function show({ title, text, href, tag, always }: News): Promise<void> {
  const looking = (await pages()).some((page) => page.focused && page.visibilityState === "visible");
  if (!looking || always) await worker.registration.showNotification(title, { body: text, tag, icon: ICON, data: { href } });
}

/** The tab that shows it, or a new one. */
async function open(href: string): Promise<void> {
  const address = new URL(href, worker.location.origin);
  if (address.origin !== worker.location.origin) return;
  const shown = (await pages()).find((page) => page.url === address.href);
  await (shown ? shown.focus() : worker.clients.openWindow(address.href));
}

function pages(): Promise<readonly WindowClient[]> {
  return worker.clients.matchAll({ type: "window", includeUncontrolled: true });
}

/** The push service has ended a subscription. Where the browser does not say which, the next page that is opened tells us. */
async function subscribeAnew({ newSubscription, oldSubscription }: PushSubscriptionChangeEvent): Promise<void> {
  if (!oldSubscription) return;
  const { userVisibleOnly, applicationServerKey } = oldSubscription.options;
  const made = newSubscription ?? (await worker.registration.pushManager.subscribe({ userVisibleOnly, applicationServerKey }));
  const { endpoint, keys } = made.toJSON();
  const token = /name="csrf-token" content="([^"]+)"/.exec(await (await fetch("/notifications/preferences/")).text())?.[1];
  await fetch(DEVICES, {
    method: "PUT",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token ?? "" },
    body: JSON.stringify({ endpoint, ...keys, was: oldSubscription.endpoint }),
  });
}
