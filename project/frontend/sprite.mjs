// One SVG with a <symbol> for each icon that icons.json lists.
import { readFile } from "node:fs/promises";
import { join } from "node:path";

export async function sprite(root) {
  const names = JSON.parse(await readFile(join(root, "project/frontend/icons.json"), "utf8"));
  const symbols = await Promise.all(names.map((name) => symbol(root, name)));
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`;
}

async function symbol(root, name) {
  const source = await readFile(join(root, "node_modules/lucide-static/icons", `${name}.svg`), "utf8").catch(() => {
    throw new Error(`lucide has no icon "${name}", which project/frontend/icons.json lists.`);
  });
  const drawing = source.slice(source.indexOf(">", source.indexOf("<svg")) + 1, source.lastIndexOf("</svg>"));
  return `<symbol id="${name}" viewBox="0 0 24 24">${drawing.replace(/\s*\n\s*/g, "")}</symbol>`;
}
