// `npm run fonts`: writes the font subsets in components/ui/fonts, with the characters and weights that almost every page
// uses. Other characters come from Fontsource's own files (globals.css). Both fonts are under the SIL Open Font License,
// which is copied along. Run it after updating a font.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { importOnDemand } from "./on-demand.mjs";
import { root } from "./prepare.mjs";

const { default: subsetFont } = await importOnDemand("subset-font", "2.9.0", "index.js");

/** A Unicode range of globals.css, as text. */
const characters = (/** @type {string} */ range) =>
  range
    .split(",")
    .flatMap((part) => {
      const [first = 0, last = first] = part
        .replace("U+", "")
        .split("-")
        .map((hex) => Number.parseInt(hex, 16));
      return Array.from({ length: last - first + 1 }, (_, at) => String.fromCodePoint(first + at));
    })
    .join("");

const FONTS = {
  inter: { wght: { min: 400, max: 700 } },
  "jetbrains-mono": { wght: { min: 400, max: 600 } },
};

const styles = readFileSync(join(root, "app", "globals.css"), "utf8");
const folder = join(root, "components", "ui", "fonts");
mkdirSync(folder, { recursive: true });
for (const [name, variationAxes] of Object.entries(FONTS)) {
  const range = new RegExp(`fonts/${name}\\.woff2[^}]*unicode-range:([^;]*);`).exec(styles)?.[1];
  if (!range) throw new Error(`globals.css has no unicode-range for ${name}.`);
  const source = join(root, "node_modules", "@fontsource-variable", name);
  const whole = readFileSync(join(source, "files", `${name}-latin-wght-normal.woff2`));
  const keepFeatures = ["kern", "tnum", "ccmp", "locl", "mark", "mkmk"];
  const options = { targetFormat: "woff2", variationAxes, keepFeatures };
  const part = await subsetFont(whole, characters(range.trim()), options);
  writeFileSync(join(folder, `${name}.woff2`), part);
  copyFileSync(join(source, "LICENSE"), join(folder, `${name}.LICENSE`));
  process.stdout.write(`${name}: ${whole.length} bytes, of which ${part.length} are in the subset\n`);
}
