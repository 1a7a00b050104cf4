import { codeOf, expect, test } from "../fixtures/attack";

test("a prototype's names in a query get 422, on every route", async ({ simulator, send, own }) => {
  const cluster = simulator.state.addCluster({ name: "Queries", clients: [{ name: "stays" }] });
  const base = `/api/clusters/${cluster.uuid}`;
  const one = `${base}/clients/${cluster.clients[0]?.clientId}`;
  await send({ path: "/api/clusters?refresh=1", headers: own });
  const routes = [
    ...["/api/clusters", base, `${base}/clients`, one, `${base}/operations`, "/api/audit-events"].map((path) => [
      "GET",
      path,
    ]),
    ["DELETE", one],
    ["POST", `${base}/clients`],
    ["POST", `${base}/connection-test`],
    ["POST", `${one}/secret-events`],
  ];
  const names = [
    "__proto__",
    "%5f_proto__",
    "__proto__%5Bx%5D",
    "__proto__.x",
    "constructor",
    "prototype",
    "toString",
    "nxtPclusterId",
    "x",
  ];
  for (const [method = "", path = ""] of routes)
    for (const name of names) {
      const response = await send({ method, path: `${path}?${name}=1`, headers: own });
      expect([response.status, codeOf(response)], `${method} ${path}?${name}`).toEqual([422, "invalid_input"]);
    }
  expect(cluster.clients).toHaveLength(1);
});

test("the same name twice, or as a list, in a query gets 422", async ({ send, own }) => {
  for (const query of ["search=a&search=b", "search[]=a", "search[0]=a", "sort=name&sort=name"])
    expect((await send({ path: `/api/clusters?${query}`, headers: own })).status, query).toBe(422);
});

test("pages ignore odd queries", async ({ send, own }) => {
  const { cookie = "" } = own;
  for (const query of ["constructor=1", "before=a&before=b", "actor[]=x", "%00=%00", `q=${"x".repeat(10_000)}`])
    for (const path of ["/audit", "/clusters"])
      expect((await send({ path: `${path}?${query}`, headers: { cookie } })).status, `${path}?${query}`).toBe(200);
});

test("a body that does not say JSON in UTF-8 gets 415, and nothing is created", async ({ simulator, send, own }) => {
  const cluster = simulator.state.addCluster({ name: "Encodings" });
  const path = `/api/clusters/${cluster.uuid}/clients`;
  const text = () => JSON.stringify({ key: crypto.randomUUID(), name: "smuggled", scopes: ["Zeebe"], purpose: "" });
  const types = [
    "application/json; charset=utf-16",
    "application/json;charset=utf-7",
    "application/json; charset=utf-8; charset=utf-16",
    'application/json; charset="utf-16"',
    "application/jsonp",
    "application/json, text/plain",
    "text/plain",
    "multipart/form-data; boundary=x",
    "application/x-www-form-urlencoded",
    "",
  ];
  for (const type of types) {
    const response = await send({ method: "POST", path, headers: { ...own, "content-type": type }, body: text() });
    expect([response.status, codeOf(response)], type).toEqual([415, "unsupported_media_type"]);
  }
  // The bytes count, whatever the header says.
  for (const body of [
    Buffer.from(text(), "utf16le"),
    Buffer.from(text().replace("smuggled", "smuggled\xff"), "latin1"),
  ])
    expect((await send({ method: "POST", path, headers: own, body })).status).toBe(422);
  expect(cluster.clients).toEqual([]);
  const utf8 = { ...own, "content-type": 'application/json; Charset="UTF-8"' };
  expect((await send({ method: "POST", path, headers: utf8, body: text() })).status).toBe(201);
});

test("a form in UTF-16 does not sign in", async ({ send }) => {
  for (const type of ["application/x-www-form-urlencoded; charset=utf-16", "application/json; charset=utf-16"]) {
    const body = Buffer.from("person=owner&csrfToken=x", "utf16le");
    const response = await send({
      method: "POST",
      path: "/api/auth/callback/demo",
      headers: { "content-type": type },
      body,
    });
    expect(response.status, type).toBe(415);
    expect(response.headers.get("set-cookie") ?? "", type).not.toContain("latchkey.session=");
  }
});

test("a prototype's names and fields of nobody in a body get 422, at any depth", async ({ simulator, send, own }) => {
  const cluster = simulator.state.addCluster({ name: "Bodies" });
  const path = `/api/clusters/${cluster.uuid}/clients`;
  const ownFields = () => JSON.stringify({ key: crypto.randomUUID(), name: "smuggled", scopes: ["Zeebe"] }).slice(1);
  for (const field of [
    '"__proto__":{"role":"owner"}',
    '"constructor":{}',
    '"prototype":1',
    '"role":"owner"',
    '"uuid":"x"',
  ]) {
    const response = await send({ method: "POST", path, headers: own, body: `{${field},${ownFields()}` });
    expect([response.status, codeOf(response)], field).toEqual([422, "invalid_input"]);
  }
  expect(cluster.clients).toEqual([]);
});
