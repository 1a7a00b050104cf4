// The files of the build under /_next/static, which never change. They are compressed once, when the app is built, and
// served from memory: Next would read and compress each of them again for every visitor.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import Negotiator from "negotiator";
import { FORMS } from "./finish-build.mjs";

/** @typedef {(request: import("node:http").IncomingMessage, response: import("node:http").ServerResponse) => boolean} Send */

const ADDRESS = "/_next/static/";

/** Media types by extension. The build makes no other files. */
const TYPES = new Map([
  [".css", "text/css; charset=utf-8"],
  [".js", "text/javascript; charset=utf-8"],
  [".woff2", "font/woff2"],
]);

/**
 * Reads a folder of static files into memory, with their compressed forms.
 * @returns {Send} sends the file that a request asks for, and says whether there is one
 */
export function createStaticFiles(/** @type {string} */ folder) {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => TYPES.has(extname(name)));
  const files = new Map(
    names.map((name) => {
      const file = join(folder, name);
      const forms = FORMS.filter(({ suffix }) => existsSync(file + suffix)).map(({ encoding, suffix }) => ({
        encoding,
        body: readFileSync(file + suffix),
      }));
      return [
        ADDRESS + name.replaceAll("\\", "/"),
        { type: TYPES.get(extname(name)) ?? "", plain: readFileSync(file), forms },
      ];
    }),
  );
  return (request, response) => {
    const file = files.get(request.url?.split("?")[0] ?? "");
    if (!file) return false;
    const accepted = new Set(new Negotiator(request).encodings());
    const form = file.forms.find(({ encoding }) => accepted.has(encoding));
    const body = form?.body ?? file.plain;
    response.writeHead(200, {
      "cache-control": "public, max-age=31536000, immutable",
      "content-type": file.type,
      "content-length": body.length,
      vary: "Accept-Encoding",
      ...(form && { "content-encoding": form.encoding }),
    });
    response.end(body);
    return true;
  };
}
