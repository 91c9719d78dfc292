/**
 * Words of the scripts. English stands in the code; other languages come as a catalogue in
 * `<script type="application/json" id="texts">`, which Django fills from the djangojs domain.
 */
let catalogue: Record<string, string> | null = null;

export function gettext(words: string, values: Record<string, string | number> = {}): string {
  catalogue ??= read();
  const said = catalogue[words] ?? words;
  return said.replace(/%\((\w+)\)s/g, (whole, name: string) => String(values[name] ?? whole));
}


function read(): Record<string, string> {
  const source = document.getElementById("texts")?.textContent;
  return source ? (JSON.parse(source) as Record<string, string>) : {};
}
