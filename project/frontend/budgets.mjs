// What a first load may weigh, gzipped. Over it the build fails: weight is a feature that someone took away.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const KB = 1024;
const BUDGETS = [
  { name: "agents' scripts", entries: ["static/dist/app.js"], limit: 90 * KB },
  { name: "agents' styles", entries: ["static/dist/app.css"], limit: 40 * KB },
  { name: "widget loader", entries: ["static/dist/widget/loader.js"], limit: 6 * KB },
  { name: "widget", entries: ["static/dist/widget/frame.js", "static/dist/widget/frame.css"], limit: 35 * KB },
];

export async function checkBudgets(root, metafiles) {
  const outputs = Object.assign({}, ...metafiles.map((metafile) => metafile.outputs));
  const passed = [];
  for (const { name, entries, limit } of BUDGETS) {
    const files = new Set(entries.filter((entry) => outputs[entry]).flatMap((entry) => [...loadedAtOnce(entry, outputs)]));
    if (!files.size) continue;
    const size = await gzipped(root, files);
    console.log(`${name}: ${(size / KB).toFixed(1)} of ${limit / KB} KB gzip`);
    if (size > limit) passed.push(name);
  }
  if (passed.length) throw new Error(`Over budget: ${passed.join(", ")}. Load what is heavy lazily, by import().`);
}

/** The entry and what it imports statically; chunks behind import() come later and are not counted. */
function loadedAtOnce(file, outputs, found = new Set()) {
  if (found.has(file)) return found;
  found.add(file);
  for (const imported of outputs[file].imports) {
    if (imported.kind === "import-statement" && outputs[imported.path]) loadedAtOnce(imported.path, outputs, found);
  }
  return found;
}

async function gzipped(root, files) {
  const sizes = await Promise.all([...files].map(async (file) => gzipSync(await readFile(join(root, file)), { level: 9 }).length));
  return sizes.reduce((sum, size) => sum + size, 0);
}
