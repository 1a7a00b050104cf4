import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import { exchange, type HttpAnswer, HttpFailure, retryAfterSeconds } from "@/lib/server/console/http";
import { consoleToken, dropConsoleToken } from "@/lib/server/console/token";
import { env } from "@/lib/server/platform/env";
import { AppError } from "@/lib/server/platform/errors";
import { processState } from "@/lib/server/platform/process-state";

/** A read waits at most this long in all for a busy Console, in milliseconds, before the page says so. */
const READ_PATIENCE_MS = 5_000;

type Call = { method: "GET" | "POST" | "DELETE"; path: string; body?: unknown };

const reached = processState("console-reached", (): { last: boolean | null } => ({ last: null }));

/** Whether this process's last call to the Console API got any answer; null before the first. */
export function wasConsoleReached(): boolean | null {
  return reached.last;
}

async function attempt({ method, path, body }: Call, token: string): Promise<HttpAnswer> {
  const answer = await exchange(env().console.baseUrl + path, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { "content-type": "application/json" }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  reached.last = true;
  return answer;
}

/**
 * Sends one call to the Console API. A 401 refreshes the token and resends once, for every method; nothing else is ever
 * sent twice.
 * @returns the answer whatever its status: what it means is for `api` to say.
 * @throws HttpFailure when no whole answer came; AppError when no token could be had (so nothing was sent).
 */
export async function send(call: Call): Promise<HttpAnswer> {
  try {
    const token = await consoleToken();
    const answer = await attempt(call, token);
    if (answer.status !== 401) return answer;
    dropConsoleToken(token);
    return await attempt(call, await consoleToken());
  } catch (error) {
    reached.last = false;
    throw error;
  }
}

/** The error for an answer that is no success and has no meaning of its own for the call. */
export function errorOf(answer: HttpAnswer): AppError {
  if (answer.status === 401) return new AppError("console_credentials");
  if (answer.status === 403) return new AppError("console_denied");
  if (answer.status === 429) {
    const retryAfter = retryAfterSeconds(answer.headers);
    return new AppError("console_busy", retryAfter === null ? {} : { retryAfter });
  }
  return new AppError(answer.status >= 500 ? "console_unreachable" : "console_broken");
}

/** The error for a call that got no whole answer. */
export function errorOfFailure(failure: HttpFailure): AppError {
  return new AppError(failure.kind === "timeout" ? "console_timeout" : "console_unreachable", { cause: failure });
}

/**
 * Sends a read: waits once for a busy Console, tries once more after a lost connection or a 5xx.
 * @throws AppError in the contract's words when no answer could be had.
 */
export async function read(path: string): Promise<HttpAnswer> {
  const call = { method: "GET", path } as const;
  const first = await send(call).catch(recoverable);
  if (!(first instanceof HttpFailure)) {
    if (first.status !== 429 && first.status < 500) return first;
    const wait = first.status === 429 ? (retryAfterSeconds(first.headers) ?? 1) * 1000 : 200;
    if (wait > READ_PATIENCE_MS) return first;
    await pause(wait);
  } else if (first.kind === "timeout" || !first.sent) {
    throw errorOfFailure(first);
  }
  const second = await send(call).catch(recoverable);
  if (second instanceof HttpFailure) throw errorOfFailure(second);
  return second;
}

function recoverable(error: unknown): HttpFailure {
  if (error instanceof HttpFailure) return error;
  throw error;
}
