import { expect, signInRaw, test } from "../fixtures/attack";
import { limitSessions } from "../fixtures/database";
import { sendRaw } from "../fixtures/raw-http";

/** What a browser, and Next's own router, ask a page for. */
const KINDS: Record<string, string>[] = [{}, { rsc: "1" }, { rsc: "1", "next-router-prefetch": "1" }];

test("to an admin of one cluster, the pages of another look as if it did not exist, and Camunda is not asked", async ({
  launch,
  simulator,
}) => {
  const app = await launch();
  const own = simulator.state.addCluster({ name: "Own cluster" });
  const other = simulator.state.addCluster({ name: "Kept secret", clients: [{ name: "kept-secret-worker" }] });
  const cookie = await signInRaw(app.url, "auditor");
  const ask = async (path: string, headers: Record<string, string> = {}) => {
    const all = { cookie, ...headers };
    const first = await sendRaw(app.url, { path, headers: all });
    const location = first.headers.get("location") ?? "";
    return location.includes("_rsc") ? sendRaw(app.url, { path: location, headers: all }) : first;
  };
  for (const path of ["", `/${other.uuid}`, `/${other.uuid}/clients`])
    expect((await ask(`/api/clusters${path}`)).status).toBe(200);
  await limitSessions(app, { [own.uuid]: "admin" });
  simulator.resetCounts();
  const missing = crypto.randomUUID();
  for (const tab of ["", "/overview", "/api", "/activity", "/access"])
    for (const kind of KINDS) {
      const name = `${tab} ${JSON.stringify(kind)}`;
      const [hidden, absent] = [
        await ask(`/clusters/${other.uuid}${tab}`, kind),
        await ask(`/clusters/${missing}${tab}`, kind),
      ];
      expect(hidden.status, name).toBe(absent.status);
      expect(hidden.headers.get("location"), name).toBe(
        absent.headers.get("location")?.replaceAll(missing, other.uuid),
      );
      expect(hidden.body, name).not.toMatch(/kept.secret/i);
    }
  expect((await ask(`/clusters/${own.uuid}/access`)).status).toBe(200);
  for (const path of ["/clusters", "/audit", `/audit?cluster=${other.uuid}`, "/settings/sessions"]) {
    const { status, body } = await ask(path);
    expect(status, path).toBe(200);
    expect(body, path).not.toMatch(/kept.secret/i);
  }
  for (const path of ["/settings/members", "/settings/sessions?of=everybody"])
    expect((await ask(path)).body, path).not.toMatch(/demo@|(Demo|Hidden) owner|kept.secret/i);
  const upstream = simulator.requests().map(({ path }) => path);
  expect(upstream.filter((path) => path.includes(other.uuid) || path.includes(missing))).toEqual([]);
});
