import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { finishStaticFiles } from "./finish-build.mjs";
import { createStaticFiles } from "./static-files.mjs";

const SCRIPT = `${"console.log('the same line again and again');\n".repeat(50)}`;
const SERVED = `//# allFunctionsCalledOnLoad\n${SCRIPT}`;
const FONT = Buffer.from([0, 255, 1, 254]);

const folder = mkdtempSync(join(tmpdir(), "latchkey-static-"));
const server = createServer();

beforeAll(async () => {
  mkdirSync(join(folder, "chunks"));
  writeFileSync(join(folder, "chunks", "a.js"), SCRIPT);
  writeFileSync(join(folder, "chunks", "a.css"), "p { color: red }\n".repeat(50));
  writeFileSync(join(folder, "font.woff2"), FONT);
  finishStaticFiles(folder);
  writeFileSync(`${folder}.js`, "outside");
  const send = createStaticFiles(folder);
  server.on("request", (asked, response) => {
    if (!send(asked, response)) response.writeHead(404).end("next");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
  rmSync(`${folder}.js`);
});

async function load(path: string, encoding = "", method = "GET") {
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const sent = request({ host: "127.0.0.1", port, path, method, headers: { "accept-encoding": encoding } }).end();
  const [response]: IncomingMessage[] = await once(sent, "response");
  if (!response) throw new Error("There was no response.");
  return { status: response.statusCode, headers: response.headers, body: await buffer(response) };
}

it("sends the smallest form that the browser accepts, for ever", async () => {
  const brotli = await load("/_next/static/chunks/a.js", "gzip, deflate, br, zstd");
  expect(brotli).toMatchObject({
    status: 200,
    headers: {
      "content-encoding": "br",
      "content-type": "text/javascript; charset=utf-8",
      "cache-control": "public, max-age=31536000, immutable",
      vary: "Accept-Encoding",
      "content-length": String(brotli.body.length),
    },
  });
  expect(brotliDecompressSync(brotli.body).toString()).toBe(SERVED);

  for (const accepted of ["gzip, deflate", "br;q=0, gzip"]) {
    const gzip = await load("/_next/static/chunks/a.js", accepted);
    expect(gzip.headers["content-encoding"], accepted).toBe("gzip");
    expect(gunzipSync(gzip.body).toString()).toBe(SERVED);
  }
  for (const accepted of ["", "identity", "zstd"]) {
    const plain = await load("/_next/static/chunks/a.js", accepted);
    expect(plain.headers["content-encoding"], accepted).toBeUndefined();
    expect(plain.body.toString()).toBe(SERVED);
  }
  expect((await load("/_next/static/chunks/a.css?dpl=1", "br")).headers["content-type"]).toBe(
    "text/css; charset=utf-8",
  );
  const font = await load("/_next/static/font.woff2", "br");
  expect(font.headers).toMatchObject({ "content-type": "font/woff2" });
  expect(font.headers["content-encoding"]).toBeUndefined();
  expect(font.body).toEqual(FONT);
});

it("answers HEAD without a body", async () => {
  const { status, headers, body } = await load("/_next/static/chunks/a.js", "br", "HEAD");
  expect([status, headers["content-encoding"], body.length]).toEqual([200, "br", 0]);
});

it("leaves everything else to Next, and knows no file outside its folder", async () => {
  const outside = folder.split("/").at(-1);
  for (const path of [
    "/",
    "/_next/static/none.js",
    "/_next/static/chunks/a.js.br",
    "/_next/static/chunks",
    `/_next/static/../${outside}.js`,
    `/_next/static/%2e%2e/${outside}.js`,
    "/_next/static/__proto__",
    "/chunks/a.js",
  ])
    expect((await load(path, "br")).body.toString(), path).toBe("next");
});
