import { preload } from "react-dom";

const FILES = {
  inter: new URL("./inter.woff2", import.meta.url).pathname,
  "jetbrains-mono": new URL("./jetbrains-mono.woff2", import.meta.url).pathname,
};

/** Loads a font's subset with the page's styles. The browser would ask for it only after the first layout. */
export function preloadFont(font: keyof typeof FILES): void {
  preload(FILES[font], { as: "font", type: "font/woff2", crossOrigin: "anonymous" });
}
