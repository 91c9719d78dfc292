// Builds static/dist: the agents' page, the widget, the icons, the emoji, the list of shortcuts. Fails when a budget is passed.
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { checkBudgets } from "./budgets.mjs";
import { EMOJI_LANGUAGES, emojiData } from "./emoji.mjs";
import { rooms } from "./rooms.mjs";
import { sprite } from "./sprite.mjs";

const root = resolve(fileURLToPath(import.meta.url), "../../..");
const out = join(root, "static/dist");
const widget = "inbox/frontend/widget";
const common = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  legalComments: "none",
  logLevel: "warning",
  metafile: true,
  external: ["/static/*"],
};

await mkdir(out, { recursive: true });
const built = [
  await build({
    ...common,
    entryPoints: ["project/frontend/app.ts", "project/frontend/app.css"],
    outdir: "static/dist",
    entryNames: "[name]",
    chunkNames: "chunks/[name]-[hash]",
    splitting: true,
    plugins: [rooms(root)],
    sourcemap: "linked",
  }),
  await build({ ...common, format: "iife", entryPoints: ["project/frontend/worker.ts"], outdir: "static/dist" }),
  ...(await Promise.all(widgetEntries().map(buildWidget))),
];
await writeFile(join(out, "icons.svg"), await sprite(root));
await writeFile(join(out, "shortcuts.json"), await shortcuts());
await mkdir(join(out, "emoji"), { recursive: true });
for (const language of EMOJI_LANGUAGES) await writeFile(join(out, `emoji/${language}.json`), await emojiData(root, language));
await checkBudgets(root, built.map((result) => result.metafile));

/** The loader is a plain script that any page may load; the chat in its frame is a module. */
function widgetEntries() {
  return [
    { file: "loader.ts", format: "iife" },
    { file: "frame.ts", format: "esm" },
    { file: "frame.css", format: "esm" },
  ].filter((entry) => existsSync(join(root, widget, entry.file)));
}

function buildWidget({ file, format }) {
  return build({ ...common, format, entryPoints: [join(widget, file)], outdir: "static/dist/widget" });
}

/** The declared table of shortcuts as JSON, for the documentation's test and whoever else asks. */
async function shortcuts() {
  const bundled = await build({ ...common, entryPoints: ["project/frontend/shortcuts.ts"], write: false, metafile: false });
  const module = await import(`data:text/javascript;base64,${Buffer.from(bundled.outputFiles[0].contents).toString("base64")}`);
  return `${JSON.stringify(module.SHORTCUTS, null, 2)}\n`;
}
