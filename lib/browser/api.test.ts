import { expect, it, vi } from "vitest";
import { send } from "@/lib/browser/api";
import { RESPONSE_MS } from "@/lib/contract/time-limits";

it("waits for a response as long as the server counts on", async () => {
  const over = new AbortController();
  const timeout = vi.spyOn(AbortSignal, "timeout").mockReturnValue(over.signal);
  vi.stubGlobal("fetch", (_: string, { signal }: { signal: AbortSignal }) => {
    return new Promise((_resolve, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason));
    });
  });
  const response = send("POST", "/api/slow");
  await vi.waitFor(() => expect(timeout).toHaveBeenCalledWith(RESPONSE_MS));
  over.abort(new DOMException("The operation timed out.", "TimeoutError"));
  await expect(response).rejects.toThrow("Latchkey did not respond in time.");
  vi.unstubAllGlobals();
});
