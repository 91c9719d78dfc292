/** Lets the worker say "You are offline" where a browser would show its own error. A browser without workers does that. */
export function startWorker(): void {
  const url = document.documentElement.dataset["worker"];
  if (url && "serviceWorker" in navigator) void navigator.serviceWorker.register(url, { scope: "/" }).catch(() => undefined);
}
