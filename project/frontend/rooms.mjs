// The front ends of the rooms, found by their place: <room>/frontend/index.ts and <room>/frontend/<room>.css.
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";

/** `import { rooms } from "rooms"` gives the modules, `@import "rooms.css"` the sheets, both in the order of their names. */
export function rooms(root) {
  return {
    name: "rooms",
    setup(build) {
      build.onResolve({ filter: /^rooms(\.css)?$/ }, ({ path }) => ({ path, namespace: "rooms" }));
      build.onLoad({ filter: /^rooms$/, namespace: "rooms" }, async () => {
        const found = await having(root, () => "index.ts");
        const imports = found.map(({ room, file }) => `import * as ${room} from ${JSON.stringify(file)};`);
        const names = found.map(({ room }) => room).join(", ");
        return { contents: `${imports.join("\n")}\nexport const rooms = [${names}];`, resolveDir: root };
      });
      build.onLoad({ filter: /^rooms\.css$/, namespace: "rooms" }, async () => {
        const found = await having(root, (room) => `${room}.css`);
        const imports = found.map(({ file }) => `@import ${JSON.stringify(file)};`);
        return { contents: imports.join("\n"), loader: "css", resolveDir: root };
      });
    },
  };
}

async function having(root, name) {
  const folders = (await readdir(root, { withFileTypes: true })).filter((entry) => entry.isDirectory() && entry.name !== "project");
  const files = folders.map(({ name: room }) => ({ room, file: `./${room}/frontend/${name(room)}` }));
  return files.filter(({ file }) => existsSync(join(root, file))).sort((one, other) => (one.room < other.room ? -1 : 1));
}
