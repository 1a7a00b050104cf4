import { afterEach, expect, it, vi } from "vitest";
import { exchange } from "@/lib/server/platform/outbound";

// As undici does after some failures: its promise never settles.
vi.mock("undici", async (load) => ({ ...(await load()), request: () => new Promise(() => undefined) }));

afterEach(() => {
  vi.useRealTimers();
});

it("an exchange ends at its time limit, even when undici's promise never settles", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const failure = exchange("http://127.0.0.1:9/", { method: "GET" }).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(await failure).toMatchObject({ kind: "queue", sent: false });
});
