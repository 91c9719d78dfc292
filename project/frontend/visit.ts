import htmx from "htmx.org";

/** Go to an address as a link of the frame does: only what changes is swapped, and Back leads here again. */
export function visit(address: string): void {
  const link = document.createElement("a");
  link.href = address;
  link.hidden = true;
  document.body.append(link);
  htmx.process(link);
  link.addEventListener("htmx:afterRequest", () => link.remove(), { once: true }); // what looks after the move hears it end
  link.click();
}
