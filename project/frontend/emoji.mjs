// The emoji that can be chosen, by language: Unicode's list with CLDR's names and words to find them by (emojibase-data).
import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** Languages of the product (LANGUAGES in project/settings.py). */
export const EMOJI_LANGUAGES = ["en"];
const COMPONENTS = 2;

/** `[[name of a group, [[emoji, name, "words to find it by", [shortcodes]], …]], …]` as JSON. */
export async function emojiData(root, language) {
  const read = async (path) => JSON.parse(await readFile(join(root, "node_modules/emojibase-data", path), "utf8"));
  const [all, codes, { groups }] = await Promise.all([
    read(`${language}/compact.json`),
    read("en/shortcodes/emojibase.json"),
    read(`${language}/messages.json`),
  ]);
  const shown = groups.filter(({ order }) => order !== COMPONENTS).map(({ order, message }) => [
    message.charAt(0).toUpperCase() + message.slice(1),
    all
      .filter((each) => each.group === order)
      .sort((one, other) => one.order - other.order)
      .map(({ unicode, label, tags = [], hexcode }) => [plain(unicode), label, tags.join(" "), [codes[hexcode] ?? []].flat()]),
  ]);
  return `${JSON.stringify(shown)}\n`;
}

/** Without the sign that asks for a picture where it is one anyway. */
function plain(unicode) {
  return /^\p{Emoji_Presentation}\uFE0F$/u.test(unicode) ? unicode.slice(0, -1) : unicode;
}
