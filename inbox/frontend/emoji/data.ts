/** One emoji: itself, its name, words to find it by, its shortcodes. */
export type Emoji = [emoji: string, name: string, words: string, codes: string[]];
export type Group = [name: string, emoji: Emoji[]];

const loaded = new Map<string, Promise<Group[]>>();

/** The list, fetched once and only when somebody asks for it (project/frontend/emoji.mjs). */
export function load(url: string): Promise<Group[]> {
  let groups = loaded.get(url);
  if (!groups) {
    groups = fetch(url).then((answer) => (answer.ok ? (answer.json() as Promise<Group[]>) : Promise.reject(new Error(url))));
    groups.catch(() => loaded.delete(url));
    loaded.set(url, groups);
  }
  return groups;
}

/** Those whose name or words have all that was typed, each as the beginning of a word; names that begin so come first. */
export function search(groups: Group[], typed: string, most: number): Emoji[] {
  const wanted = fold(typed).split(/[\s_]+/).filter(Boolean);
  if (!wanted.length) return [];
  const found = groups.flatMap(([, all]) => all).filter(([, name, words, codes]) => {
    const known = fold(`${name} ${words} ${codes.join(" ")}`).split(/[^\p{L}\p{N}+]+/u);
    return wanted.every((word) => known.some((each) => each.startsWith(word)));
  });
  const first = ([, name, , codes]: Emoji) => [name, ...codes].some((each) => fold(each).startsWith(wanted[0]!));
  return [...found.filter(first), ...found.filter((each) => !first(each))].slice(0, most);
}

function fold(text: string): string {
  return text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
}
