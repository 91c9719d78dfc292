/** Where this page is, without its query: what colleagues may see of it. */
export function address(): string {
  return location.origin + location.pathname;
}

/** Where a page goes through several addresses at once, the last one counts. */
const SETTLES = 300;

/** Call `changed` when the page's own script goes to another address without loading one. */
export function followAddress(changed: () => void): void {
  let before = address();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const settled = (): void => {
    if (address() === before) return;
    before = address();
    changed();
  };
  const look = (): void => {
    clearTimeout(timer);
    timer = setTimeout(settled, SETTLES);
  };
  const { navigation } = window as { navigation?: EventTarget };
  if (navigation) return navigation.addEventListener("currententrychange", look);
  for (const sign of ["popstate", "click", "keyup"]) addEventListener(sign, look, { passive: true });
}
