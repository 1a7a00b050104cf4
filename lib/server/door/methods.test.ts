import { expect, it } from "vitest";
import { methods } from "@/lib/server/door/methods";

const ok = async (_: Request) => new Response("ok");
const send = (handler: (request: Request) => Response | Promise<Response>, headers = {}) =>
  handler(new Request("http://localhost:3000/api/x", { headers }));

it("a route with GET answers HEAD alike, and refuses the rest with the methods it has", async () => {
  const handlers = methods({ GET: ok });
  expect(handlers).toMatchObject({ GET: ok, HEAD: ok });
  for (const handler of [handlers.POST, handlers.PUT, handlers.PATCH, handlers.DELETE]) {
    const response = await send(handler, { "x-request-id": "r1" });
    expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD, OPTIONS"]);
    expect((await response.json()).error).toMatchObject({ code: "method_not_allowed", requestId: "r1" });
  }
  const options = await send(handlers.OPTIONS);
  expect([options.status, options.headers.get("allow")]).toEqual([204, "GET, HEAD, OPTIONS"]);
});

it("a route without GET refuses GET and HEAD", async () => {
  const handlers = methods({ POST: ok });
  for (const handler of [handlers.GET, handlers.HEAD]) {
    const response = await send(handler);
    expect([response.status, response.headers.get("allow")]).toEqual([405, "POST, OPTIONS"]);
    expect((await response.json()).error.requestId).toMatch(/^[0-9a-f-]{36}$/);
  }
});
