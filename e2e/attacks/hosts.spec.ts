import { codeOf, expect, signInRaw, test } from "../fixtures/attack";
import { sendRaw } from "../fixtures/raw-http";

// DNS rebinding: the browser sends a page of evil.test to our address, and its requests are same-origin there.

test("a foreign Host gets 421 on pages, routes, files and sign-in, whatever else the request says", async ({
  app,
  send,
  own,
}) => {
  const { cookie = "" } = own;
  const { port } = new URL(app.url);
  const foreign = [
    "evil.test",
    `evil.test:${port}`,
    `localhost:${port}`,
    "127.0.0.1",
    `127.0.0.1.evil.test:${port}`,
    "",
  ];
  for (const host of foreign)
    for (const path of ["/", "/sign-in", "/api/auth/csrf", "/api/clusters", "/icon.svg", "/nowhere", "/api/health/x"]) {
      const response = await send({ path, headers: { host, cookie, "x-forwarded-host": new URL(app.url).host } });
      expect([response.status, codeOf(response)], `${host} ${path}`).toEqual([421, "wrong_host"]);
      expect(response.headers.has("set-cookie")).toBe(false);
    }
});

test("no Host and two Hosts get 421", async ({ app, send }) => {
  const { host } = new URL(app.url);
  for (const hosts of [null, [host, "evil.test"], ["evil.test", host], [host, host]])
    expect((await send({ path: "/sign-in", headers: { host: hosts } })).status, String(hosts)).toBe(421);
});

test("a foreign address in the request line gets 400", async ({ send }) => {
  for (const path of ["http://evil.test/sign-in", "//evil.test:80@x/sign-in", "evil.test", "*"])
    expect((await send({ path })).status, path).not.toBe(200);
});

test("the demo's sign-in does not work at a foreign Host", async ({ send }) => {
  const form = { host: "evil.test", "content-type": "application/x-www-form-urlencoded" };
  const response = await send({ method: "POST", path: "/api/auth/callback/demo", headers: form, body: "person=owner" });
  expect(response.status).toBe(421);
});

test("a health check by IP address works at any Host, and says nothing else", async ({ send }) => {
  const response = await send({ path: "/api/health?need=reads", headers: { host: "10.0.0.7:3000" } });
  expect([response.status, Object.keys(JSON.parse(response.body))]).toEqual([
    200,
    ["status", "database", "consoleReached"],
  ]);
});

test("behind a proxy only the own host counts, with or without the port of https", async ({ app, launch }) => {
  const cookie = await signInRaw(app.url, "owner");
  const secure = await launch({
    LATCHKEY_DEMO: "",
    NEXTAUTH_URL: "https://Latchkey.example",
    OIDC_ISSUER: "https://id.example",
    OIDC_CLIENT_ID: "latchkey",
    OIDC_CLIENT_SECRET: "unused",
  });
  const statusAt = async (host: string, path = "/sign-in") =>
    (await sendRaw(secure.url, { path, headers: { host, cookie } })).status;
  for (const host of ["latchkey.example", "LATCHKEY.example:443"]) expect(await statusAt(host), host).toBe(200);
  for (const host of [new URL(secure.url).host, "latchkey.example:80", "latchkey.example.", "x.latchkey.example"])
    expect(await statusAt(host), host).toBe(421);
  expect(await statusAt("latchkey.example", "/api/clusters")).toBe(401);
});

test("an app for this machine only can't be reached at another address, unless HOSTNAME says so, and a demo never", async ({
  launch,
}) => {
  const single = { LATCHKEY_DEMO: "", OIDC_ISSUER: "https://id.example", OIDC_CLIENT_ID: "a", OIDC_CLIENT_SECRET: "b" };
  const answersAt = async (url: string, hostname: string) => {
    const other = url.replace("127.0.0.1", hostname);
    return sendRaw(other, { path: "/api/health" }).then(
      ({ status }) => status,
      () => "refused",
    );
  };
  const own = await launch({ ...single, HOSTNAME: "" });
  expect([await answersAt(own.url, "127.0.0.1"), await answersAt(own.url, "127.0.0.2")]).toEqual([200, "refused"]);
  const open = await launch({ ...single, HOSTNAME: "0.0.0.0" });
  expect(await answersAt(open.url, "127.0.0.2")).toBe(200);
  // In a demo anybody can sign in as an owner.
  const demo = await launch({ HOSTNAME: "0.0.0.0" });
  expect([await answersAt(demo.url, "127.0.0.1"), await answersAt(demo.url, "127.0.0.2")]).toEqual([200, "refused"]);
});
