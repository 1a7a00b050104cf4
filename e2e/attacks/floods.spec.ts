import { codeOf, expect, signInRaw, test } from "../fixtures/attack";
import { type RawRequest, sendRaw } from "../fixtures/raw-http";

// Each test has an app of its own, because limits count in one process.

test("a flood of sign-ins is stopped for its address alone, whatever else it claims to come from", async ({
  launch,
}) => {
  const { url } = await launch({ LATCHKEY_TRUSTED_PROXIES: "1" });
  const member = await signInRaw(url, "owner");
  /** Only the last address is our own proxy's word. */
  const signIn = async (from: string) => {
    const csrf = await sendRaw(url, { path: "/api/auth/csrf" });
    const cookie = csrf.headers.get("set-cookie")?.split(";")[0] ?? "";
    const headers = { cookie, "x-forwarded-for": from, "content-type": "application/x-www-form-urlencoded" };
    const body = new URLSearchParams({ csrfToken: JSON.parse(csrf.body).csrfToken, person: "auditor", json: "true" });
    const response = await sendRaw(url, {
      method: "POST",
      path: "/api/auth/callback/demo",
      headers,
      body: body.toString(),
    });
    return response.headers.get("set-cookie")?.includes("latchkey.session=") === true;
  };
  const flood: boolean[] = [];
  for (let turn = 0; turn < 65; turn++) flood.push(await signIn(`192.0.2.${turn}, 198.51.100.1`));
  expect(flood).toEqual([...Array(60).fill(true), ...Array(5).fill(false)]);
  expect(await signIn("198.51.100.1, 198.51.100.2")).toBe(true);
  expect((await sendRaw(url, { path: "/api/clusters", headers: { cookie: member } })).status).toBe(200);
});

test("a flood of creates, tests or requests gets 429 for its member alone, and costs Camunda nothing", async ({
  launch,
  simulator,
}) => {
  const { url } = await launch();
  const cluster = simulator.state.addCluster({ name: "Flooded" });
  const [owner, auditor] = [await signInRaw(url, "owner"), await signInRaw(url, "auditor")];
  const own = { cookie: owner, origin: url, "x-latchkey-request": "1", "content-type": "application/json" };
  await sendRaw(url, { path: "/api/clusters", headers: { cookie: owner } });
  simulator.resetCounts();
  const base = `/api/clusters/${cluster.uuid}`;
  const floods: [request: RawRequest, most: number][] = [
    [{ method: "POST", path: `${base}/clients`, body: "{}" }, 30],
    [{ method: "POST", path: `${base}/connection-test`, body: "{}" }, 20],
  ];
  for (const [request, most] of floods)
    for (let turn = 1; turn <= most + 3; turn++) {
      // A new address, another browser: the limit is the member's.
      const headers = { ...own, "x-forwarded-for": `192.0.2.${turn}`, "user-agent": `${turn}` };
      const response = await sendRaw(url, { ...request, headers });
      expect([response.status, codeOf(response)], `${request.path} ${turn}`).toEqual(
        turn <= most ? [422, "invalid_input"] : [429, "rate_limited"],
      );
      if (turn > most) expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
    }
  expect(simulator.requests()).toEqual([]);

  const ask = async (cookie: string, path: string) => sendRaw(url, { path, headers: { cookie } });
  let refused = 0;
  for (let turn = 0; turn < 620 && refused === 0; turn++)
    if ((await ask(owner, "/api/session")).status === 429) refused = turn;
  expect(refused).toBeGreaterThan(500);
  const page = await ask(owner, "/audit");
  expect(page.body).toContain('"digest\\":\\"rate_limited/');
  expect(page.body).not.toContain("Signed in");
  for (const path of ["/audit", "/clusters", "/api/clusters"])
    expect((await ask(auditor, path)).status, path).toBe(200);
});
