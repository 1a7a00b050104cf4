import { readdirSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../fixtures/app";
import { codeOf, expect, test } from "../fixtures/attack";

/** What parts of Next, and hosts of Next, say to each other. From anybody else it must change nothing. */
const INTERNAL: [name: string, value: string][] = [
  ["x-middleware-subrequest", "proxy:proxy:proxy:proxy:proxy"],
  ["x-middleware-subrequest", "src/middleware:src/middleware:src/middleware:src/middleware:src/middleware"],
  ["x-middleware-prefetch", "1"],
  ["x-middleware-next", "1"],
  ["x-middleware-rewrite", "/api/health"],
  ["x-middleware-set-cookie", "latchkey.session=x"],
  ["x-nextjs-data", "1"],
  ["next-resume", "1"],
  ["x-now-route-matches", "1=x"],
  ["x-matched-path", "/api/health"],
  ["x-invoke-path", "/api/health"],
  ["x-invoke-status", "200"],
  ["x-prerender-revalidate", "x"],
  ["x-forwarded-host", "evil.test"],
  ["x-forwarded-proto", "javascript"],
  ["x-forwarded-port", "1"],
  ["x-request-id", "chosen-by-the-attacker"],
  ["content-security-policy", "script-src 'nonce-chosen-by-the-attacker'"],
  ["x-latchkey-path", "//evil.test"],
  ["x-latchkey-address", "6.6.6.6"],
  ["next-action", "0".repeat(42)],
  ["next-url", "http://["],
];

test("internal headers open nothing without a session, and change no answer of a member", async ({ send, own }) => {
  const { cookie = "" } = own;
  const signedOut = { page: await send({ path: "/audit" }), list: await send({ path: "/api/clusters" }) };
  expect([signedOut.page.status, signedOut.list.status]).toEqual([307, 401]);
  for (const [name, value] of INTERNAL) {
    const headers = { [name]: value };
    const page = await send({ path: "/audit", headers });
    expect([page.status, page.headers.get("location")], name).toEqual([307, "/sign-in?callbackUrl=%2Faudit"]);
    const list = await send({ path: "/api/clusters", headers });
    expect([list.status, codeOf(list)], name).toEqual([401, "unauthenticated"]);

    const own = await send({ path: "/audit", headers: { ...headers, cookie } });
    expect([own.status, own.headers.get("content-type")], name).toEqual([200, "text/html; charset=utf-8"]);
    for (const { headers, body } of [page, list, own]) {
      expect(headers.get("content-security-policy"), name).toContain("frame-ancestors 'none'");
      expect([...headers.values()].join() + body, name).not.toMatch(/chosen-by-the-attacker|evil\.test|6\.6\.6\.6/);
    }
  }
});

const TREES: Record<string, string> = {
  "no JSON": "broken",
  "cut off": encodeURIComponent('["",{"children":'),
  "not decodable": "%E0%A4%A",
  "of another shape": encodeURIComponent('["",{"children":1}]'),
  "an object": "{}",
  "a prototype": encodeURIComponent('{"__proto__":[]}'),
  empty: "[]",
  "10 kB": "x".repeat(10_000),
};

test("a broken Next-Router-State-Tree gets 400", async ({ send, own }) => {
  const { cookie = "" } = own;
  for (const [what, tree] of Object.entries(TREES))
    for (const path of ["/clusters", "/sign-in", "/nowhere", "/api/clusters", "/icon.svg"])
      for (const rsc of [{ rsc: "1" }, { rsc: "0" }, {}]) {
        const response = await send({ path, headers: { cookie, ...rsc, "next-router-state-tree": tree } });
        expect([response.status, codeOf(response)], `${what} ${path}`).toEqual([400, "bad_request"]);
      }
  const twice = { cookie, rsc: "1", "next-router-state-tree": ["%5B%22%22%2C%7B%7D%5D", "%5B%22%22%2C%7B%7D%5D"] };
  expect((await send({ path: "/clusters", headers: twice })).status).toBe(400);
});

/** The address of every page behind the sign-in, with this cluster. */
function pagesOf(clusterId: string): string[] {
  const files = readdirSync(join(ROOT, "app"), { recursive: true, encoding: "utf8" });
  const folders = files.flatMap((file) => /^\((?:signed-in|report)\)\/(.*)\/page\.tsx$/.exec(file)?.[1] ?? []);
  const pathOf = (folder: string) => folder.replace(/\/?\([^)]*\)/g, "").replace("[clusterId]", clusterId);
  return folders.map((folder) => `/${pathOf(folder).replace("[clientId]", "none")}`);
}

test("RSC, prefetch and segment headers open no page without a session, and never get a 500", async ({
  simulator,
  send,
  own,
}) => {
  const { cookie = "" } = own;
  const cluster = simulator.state.addCluster({ name: "Kept secret", clients: [{ name: "kept-secret-worker" }] });
  for (const path of ["", `/${cluster.uuid}`, `/${cluster.uuid}/clients`])
    expect((await send({ path: `/api/clusters${path}`, headers: { cookie } })).status).toBe(200);
  const pages = pagesOf(cluster.uuid);
  expect(pages.length).toBeGreaterThan(8);
  const tree = encodeURIComponent('["",{"children":["(signed-in)",{}]}]');
  const kinds: Record<string, string>[] = [
    { rsc: "1" },
    { rsc: "1", "next-router-state-tree": tree },
    { rsc: "1", "next-router-prefetch": "1" },
    { rsc: "1", "next-router-prefetch": "9" },
    { rsc: "1", "next-router-segment-prefetch": "/_tree" },
    { rsc: "1", "next-router-segment-prefetch": "/../../x" },
    { rsc: "1", "next-hmr-refresh": "1" },
  ];
  for (const kind of kinds)
    for (const path of [...pages, `/clusters/${crypto.randomUUID()}/api`, "/nowhere"])
      for (const session of [{}, { cookie }]) {
        const first = await send({ path, headers: { ...kind, ...session } });
        // Next first redirects to an address that contains a hash of these headers.
        const location = first.headers.get("location") ?? "";
        const { status, headers, body } = location.includes("_rsc")
          ? await send({ path: location, headers: { ...kind, ...session } })
          : first;
        const name = `${JSON.stringify(kind)} ${path}`;
        expect(status, name).toBeLessThan(500);
        if (session.cookie !== undefined) continue;
        expect(body, name).not.toMatch(/(Demo|Hidden) owner|"clusters":\[|kept.secret/i);
        // The tree of a prefetch names the folders of the build, and nothing else.
        const isTree = kind["next-router-segment-prefetch"] === "/_tree" || /^\d:\[\["children"/.test(body);
        if (path !== "/nowhere" && !isTree) expect(`${headers.get("location")} ${body}`, name).toContain("/sign-in");
      }
});
