/** Marks words for translation where they stand; `gettext` says them where they are shown. */
const noop = (words: string): string => words;

export interface Shortcut {
  /** Keys in turn ("g i") or together ("mod+enter"); mod is ⌘ on a Mac and Ctrl elsewhere. */
  keys: string;
  label: string;
  where: string;
  /** Works while typing, too. */
  typing?: boolean;
}

const EVERYWHERE = noop("Everywhere");
const LISTS = noop("In lists");
const INBOX = noop("In the inbox");
const BOARD = noop("On boards");

/** Every shortcut of the product. A key that does not stand here does nothing; docs/shortcuts.md lists them for people. */
export const SHORTCUTS: Shortcut[] = [
  { keys: "mod+k", label: noop("Find and do"), where: EVERYWHERE, typing: true },
  { keys: "?", label: noop("Show all shortcuts"), where: EVERYWHERE },
  { keys: "/", label: noop("Search"), where: EVERYWHERE },
  { keys: "z", label: noop("Undo"), where: EVERYWHERE },
  { keys: "esc", label: noop("Back, or leave the field"), where: EVERYWHERE, typing: true },
  { keys: "mod+s", label: noop("Save"), where: EVERYWHERE, typing: true },
  { keys: "j", label: noop("Next"), where: LISTS },
  { keys: "k", label: noop("Previous"), where: LISTS },
  { keys: "enter", label: noop("Open"), where: LISTS },
  { keys: "x", label: noop("Select"), where: LISTS },
  { keys: "shift+j", label: noop("Select the next one too"), where: LISTS },
  { keys: "shift+k", label: noop("Select the previous one too"), where: LISTS },
  { keys: "shift+x", label: noop("Select all of this list"), where: LISTS },
  { keys: "f", label: noop("Filter"), where: LISTS },
  { keys: "g i", label: noop("Go to the inbox"), where: EVERYWHERE },
  { keys: "g l", label: noop("Go to the scheduled replies"), where: EVERYWHERE },
  { keys: "g n", label: noop("Go to the notifications"), where: EVERYWHERE },
  { keys: "g b", label: noop("Go to the deals"), where: EVERYWHERE },
  { keys: "g c", label: noop("Go to the contacts"), where: EVERYWHERE },
  { keys: "g p", label: noop("Go to the people"), where: EVERYWHERE },
  { keys: "g s", label: noop("Go to the settings"), where: EVERYWHERE },
  { keys: "r", label: noop("Reply"), where: INBOX },
  { keys: "n", label: noop("Write a note"), where: INBOX },
  { keys: "m", label: noop("What to do with a message"), where: INBOX },
  { keys: "mod+enter", label: noop("Send"), where: INBOX, typing: true },
  { keys: "mod+shift+enter", label: noop("Send later"), where: INBOX, typing: true },
  { keys: "e", label: noop("Close and next"), where: INBOX },
  { keys: "u", label: noop("Mark as unread"), where: INBOX },
  { keys: "a", label: noop("Assign"), where: INBOX },
  { keys: "h", label: noop("Snooze"), where: INBOX },
  { keys: "p", label: noop("Priority"), where: INBOX },
  { keys: "q", label: noop("Run a macro"), where: INBOX },
  { keys: "l", label: noop("Tags"), where: INBOX },
  { keys: "i", label: noop("About the client"), where: INBOX },
  { keys: "space", label: noop("Pick a card up, put it down"), where: BOARD },
  { keys: "v", label: noop("Move a card to another stage"), where: BOARD },
];
