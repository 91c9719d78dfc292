/** The address of what the list shows, beside a conversation or not. */

/** Go to `address` without loading it. htmx and the navigation are told, so that Back finds both ends. */
export function move(address: string, how: "push" | "replace"): void {
  if (address === location.pathname + location.search) return;
  if (how === "push") {
    history.replaceState({ htmx: true }, "");
    history.pushState({ htmx: true }, "", address);
  } else history.replaceState({ htmx: true }, "", address);
  document.dispatchEvent(new CustomEvent("nav:moved", { detail: { how } }));
}

/** Where one is once the search is left: the folder, or the same conversation beside it; null where nothing was searched. */
export function withoutSearch(here: Pick<Location, "pathname" | "search">, search: string, folder: string): string | null {
  if (here.pathname === search) return folder;
  const asked = new URLSearchParams(here.search);
  if (!asked.has("q")) return null;
  asked.delete("q");
  asked.delete("at");
  return `${here.pathname}?${asked}`;
}
