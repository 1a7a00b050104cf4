import { workAsyncStorage } from "next/dist/server/app-render/work-async-storage.external";
import { workUnitAsyncStorage } from "next/dist/server/app-render/work-unit-async-storage.external";
import { RequestCookies } from "next/dist/server/web/spec-extension/cookies";

/** Runs `work` as Next runs it for a request with these headers: `headers()` and `cookies()` of next/headers read them. */
export function inRequest<T>(headers: Headers, work: () => Promise<T>): Promise<T> {
  const cookies = new RequestCookies(headers);
  const request = { type: "request", phase: "render", headers, cookies };
  return workAsyncStorage.run({ route: "/" } as never, () => workUnitAsyncStorage.run(request as never, work));
}
