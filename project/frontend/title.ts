/** What stands there now, and what the page itself had said. */
let shown = "";
let own = "";

/** The page's own title, without the number before it. */
export function plainTitle(): string {
  return shown && document.title === shown ? own : document.title;
}

/** Before the title stands how much is unread, as a tab in the background shows it: "(3) Inbox". It stays when a page brings another title. */
export function startTitle(): void {
  const show = () => {
    const counts = [...document.querySelectorAll<HTMLElement>("[data-nav-dot]")].map((dot) => Number(dot.dataset["count"] ?? 0));
    const count = counts.reduce((one, other) => one + other, 0);
    own = plainTitle();
    shown = (count ? `(${count > 99 ? "99+" : count}) ` : "") + own;
    if (document.title !== shown) document.title = shown;
    shown = document.title; // as the browser writes its blanks
  };
  new MutationObserver(show).observe(document.head, { subtree: true, childList: true, characterData: true });
  document.addEventListener("nav:unread", show);
  show();
}
