import { expect, test } from "../fixtures/attack";

/** In place of a cluster's ID. */
const BAD_IDS = {
  "a word": "none",
  "a prototype": "__proto__",
  "dot segments": "%2e%2e%2f%2e%2e",
  "an encoded slash": "a%2Fb",
  "an encoded backslash": "..%5c..",
  NUL: "%00",
  "a NUL behind": `${crypto.randomUUID()}%00`,
  "a slash behind": `${crypto.randomUUID()}%2Fclients`,
  "a newline": `${crypto.randomUUID()}%0a`,
  "two encodings": "%252e%252e",
  "10 kB": "a".repeat(10_000),
  "the route's own name": "[clusterId]",
  markup: "%3Cscript%3E",
};

test("pages and routes of a bad ID answer 404, and nothing is asked of Camunda", async ({ simulator, send, own }) => {
  await send({ path: "/api/clusters", headers: own });
  simulator.resetCounts();
  for (const [what, id] of Object.entries(BAD_IDS)) {
    for (const page of ["", "/overview", "/api", "/activity"]) {
      const { status, body } = await send({ path: `/clusters/${id}${page}`, headers: { cookie: own["cookie"] ?? "" } });
      expect(status, `${what}: page ${page}`).toBe(404);
      expect(body).not.toContain("<script>alert");
    }
    for (const route of ["", "/clients", "/operations", "/clients/x", "/operations/x"])
      expect((await send({ path: `/api/clusters/${id}${route}`, headers: own })).status, `${what}: ${route}`).toBe(404);
    for (const [method, route] of [
      ["POST", "/clients"],
      ["DELETE", "/clients/x"],
      ["POST", "/connection-test"],
    ] as const) {
      const { status } = await send({ method, path: `/api/clusters/${id}${route}`, headers: own, body: "{}" });
      expect(status, `${what}: ${method} ${route}`).toBe(404);
    }
  }
  expect(simulator.requests()).toEqual([]);
});

test("a page of a cluster that does not exist answers 404", async ({ send, own }) => {
  const { cookie = "" } = own;
  for (const page of ["", "/overview", "/api", "/activity"]) {
    const { status, body } = await send({ path: `/clusters/${crypto.randomUUID()}${page}`, headers: { cookie } });
    expect(status, page).toBe(404);
    expect(body, page).toContain("No cluster with this ID");
  }
});

test("a bad client ID never reaches Camunda's path", async ({ simulator, send, own }) => {
  const cluster = simulator.state.addCluster({ name: "Bad clients", clients: [{ name: "stays" }] });
  await send({ path: "/api/clusters?refresh=1", headers: own });
  simulator.resetCounts();
  for (const id of ["..", "%2e%2e", ".", "%2e%2e%2f%2e%2e%2fmembers", "a%2Fb", "a%3Fb", "%00", "a".repeat(10_000)])
    for (const method of ["GET", "DELETE"]) {
      const { status } = await send({ method, path: `/api/clusters/${cluster.uuid}/clients/${id}`, headers: own });
      // Dot segments lead to the route above, which has no such method.
      expect([200, 308, 404, 405], `${method} ${id.slice(0, 40)}`).toContain(status);
      expect(method === "DELETE" && status === 200).toBe(false);
    }
  expect(cluster.clients).toHaveLength(1);
  for (const request of simulator.requests())
    expect(request.route).toMatch(/^GET \/clusters\/:uuid(\/clients)?$|^GET \/clusters$|^POST \/oauth\/token$/);
});

test("no path leads to a file of the server, or away from the site", async ({ send }) => {
  const up = ["..", "%2e%2e", "..%2f..", "%2e%2e%2f%2e%2e", "..%5c..", "....//...."];
  const roots = ["", "/_next", "/_next/static", "/_next/static/chunks", "/api", "/clusters"];
  for (const root of roots)
    for (const climb of up)
      for (const file of ["package.json", ".env", "data/latchkey.db", "etc/passwd", "server/app/page.js"]) {
        const path = `${root}/${climb}/${climb}/${climb}/${file}`;
        const { status, headers, body } = await send({ path });
        expect([307, 308, 400, 404], path).toContain(status);
        expect(body, path).not.toMatch(/"dependencies"|NEXTAUTH_SECRET|SQLite format|root:x:/);
        expect(headers.get("location") ?? "/", path).toMatch(/^\/(?![/\\])/);
      }
  for (const path of [
    "//evil.test",
    "/\\evil.test",
    "/%5cevil.test",
    "//evil.test/%2e%2e",
    "/.//evil.test",
    "/%2f%2fevil.test/",
  ]) {
    const { status, headers } = await send({ path });
    expect(status, path).toBeLessThan(500);
    expect(headers.get("location") ?? "/", path).toMatch(/^\/(?![/\\])/);
  }
});

test("a raw NUL, a raw byte above ASCII and a space in the path get 400 or 404", async ({ send }) => {
  for (const path of [
    "/clusters/\x00/api",
    "/clusters/\xff/api",
    "/clusters/a b/api",
    "/clusters/\ta/api",
    "/%",
    "/%zz",
  ])
    expect([400, 404], JSON.stringify(path)).toContain((await send({ path })).status);
});
