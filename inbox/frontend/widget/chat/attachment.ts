import { fill, make } from "./dom.ts";
import type { SentFile } from "./shapes.ts";
import { size } from "./when.ts";

/** Fresh links for a file whose links are about to end. */
export type Fresh = (id: string) => Promise<SentFile>;

const LARGEST = 240;
const EARLY = 10 * 60_000;

/** A file of a message: a picture in its true shape before it is loaded, or a name to download. */
export function attachment(id: string, file: SentFile, words: Record<string, string>, fresh: Fresh): HTMLElement {
  const label = fill(words["file"]!, { name: file.name, size: size(file.size) });
  const element = make("a", { href: file.url, target: "_blank", rel: "noopener", class: "file", "aria-label": label });
  const picture = file.picture ? image(file) : null;
  if (picture) element.classList.add("file--picture");
  element.append(picture ?? make("span", { class: "file__name", dir: "auto" }, file.name));
  if (!picture) element.append(make("span", { class: "file__size" }, size(file.size)));
  if (id) keepFresh(id, file, fresh, element, picture);
  return element;
}

function image(file: SentFile): HTMLImageElement {
  const { width, height } = fitted(file.width ?? LARGEST, file.height ?? LARGEST);
  return make("img", { src: file.thumbnail, alt: file.name, width, height, loading: "lazy", decoding: "async" });
}

function fitted(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, LARGEST / width, LARGEST / height);
  return { width: Math.max(24, Math.round(width * scale)), height: Math.max(24, Math.round(height * scale)) };
}

/** Links end after a day; a chat may stay open for longer. */
function keepFresh(id: string, file: SentFile, fresh: Fresh, element: HTMLAnchorElement, picture: HTMLImageElement | null): void {
  let until = file.until;
  const renew = async () => {
    const renewed = await fresh(id).catch(() => null);
    if (!renewed) return;
    until = renewed.until;
    element.href = renewed.url;
    if (picture && !picture.naturalWidth) picture.src = renewed.thumbnail;
  };
  const due = () => Date.now() > until - EARLY;
  const look = () => due() && void renew();
  element.addEventListener("pointerenter", look);
  element.addEventListener("focus", look);
  picture?.addEventListener("error", look);
  element.addEventListener("click", (event) => {
    if (Date.now() < until) return;
    event.preventDefault();
    void renew().then(() => Date.now() < until && element.click());
  });
}
