import { readdirSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../fixtures/app";
import { codeOf, expect, test } from "../fixtures/attack";

const script = () =>
  `/_next/static/chunks/${readdirSync(join(ROOT, ".next/static/chunks")).find((name) => name.endsWith(".js"))}`;

test("pages and files take GET and HEAD; any other method gets 405 with our error and Allow", async ({ send, own }) => {
  const paths = [
    "/",
    "/clusters",
    "/sign-in",
    "/nowhere",
    "/icon.svg",
    script(),
    "/_next/static/none.js",
    "/_next/image",
  ];
  for (const path of paths)
    for (const method of ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "M-SEARCH"]) {
      const response = await send({ method, path, headers: own });
      expect([response.status, codeOf(response)], `${method} ${path}`).toEqual([405, "method_not_allowed"]);
      expect(response.headers.get("allow"), `${method} ${path}`).toBe("GET, HEAD");
    }
  for (const path of paths) expect((await send({ method: "HEAD", path })).body, path).toBe("");
});

test("a route gets 405 with our error and Allow for a method that it does not have", async ({
  simulator,
  send,
  own,
}) => {
  const cluster = simulator.state.addCluster({ name: "Odd methods", clients: [{ name: "stays" }] });
  const clients = `/api/clusters/${cluster.uuid}/clients`;
  const one = `${clients}/${cluster.clients[0]?.clientId}`;
  const routes: [path: string, allowed: string, ...refused: string[]][] = [
    ["/api/clusters", "GET, HEAD, OPTIONS", "POST", "PUT", "PATCH", "DELETE"],
    [clients, "GET, HEAD, POST, OPTIONS", "PUT", "PATCH", "DELETE"],
    [one, "GET, HEAD, DELETE, OPTIONS", "POST", "PUT", "PATCH"],
    [`${one}/secret-events`, "POST, OPTIONS", "GET", "HEAD", "PUT", "PATCH", "DELETE"],
    ["/api/audit-events", "GET, HEAD, OPTIONS", "POST", "PUT", "PATCH", "DELETE"],
    ["/api/health", "GET, HEAD, OPTIONS", "POST", "PUT", "PATCH", "DELETE"],
    ["/api/auth/csrf", "GET, HEAD, POST, OPTIONS", "PUT", "PATCH", "DELETE"],
  ];
  simulator.resetCounts();
  for (const [path, allowed, ...refused] of routes) {
    for (const method of refused) {
      const response = await send({ method, path, headers: own });
      expect([response.status, response.headers.get("allow")], `${method} ${path}`).toEqual([405, allowed]);
      if (method !== "HEAD") expect(codeOf(response), `${method} ${path}`).toBe("method_not_allowed");
    }
    const options = await send({ method: "OPTIONS", path });
    expect([options.status, options.headers.get("allow")], path).toEqual([204, allowed]);
    expect([...options.headers.keys()].filter((name) => name.startsWith("access-control-"))).toEqual([]);
    for (const method of ["TRACE", "PROPFIND"])
      expect((await send({ method, path, headers: own })).status, `${method} ${path}`).toBe(405);
  }
  for (const header of ["x-http-method-override", "x-method-override", "x-http-method"])
    expect((await send({ path: one, headers: { ...own, [header]: "DELETE" } })).status, header).toBe(200);
  expect(cluster.clients).toHaveLength(1);
  expect(simulator.requests().filter(({ route }) => !/^GET |token$/.test(route ?? ""))).toEqual([]);
});

test("an unknown method, CONNECT and an upgrade get 400 or a closed connection", async ({ send }) => {
  for (const method of ["FOO", "get", "CONNECT", "GET\x00"])
    expect([0, 400], method).toContain((await send({ method, path: "/clusters" })).status);
  const upgrade = {
    connection: "Upgrade",
    upgrade: "websocket",
    "sec-websocket-key": "eA==",
    "sec-websocket-version": "13",
  };
  expect((await send({ path: "/clusters", headers: upgrade })).status).toBe(0);
});
