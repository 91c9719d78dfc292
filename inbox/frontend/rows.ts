/** The rows that are seen: the folder's, or what was found. */
export function shownRows(): HTMLElement | null {
  return [...document.querySelectorAll<HTMLElement>("#list .rows")].find((rows) => rows.checkVisibility()) ?? null;
}

/** The link of the row after, else before; where this one has left the folder already, of the first that waits there. */
export function neighbour(row: HTMLElement | null): HTMLElement | null {
  const beside = row ? (row.nextElementSibling ?? row.previousElementSibling) : shownRows()?.querySelector("li");
  return beside?.querySelector<HTMLElement>(".row__link") ?? null;
}

/** The row one stands on, where that is not the one of the open conversation. */
export function otherRow(): HTMLElement | null {
  const row = document.activeElement?.closest<HTMLElement>("#list .rows > li") ?? null;
  return row?.hasAttribute("data-current") ? null : row;
}
