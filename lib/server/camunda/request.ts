import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import type { Account } from "@/lib/server/camunda/account";
import { consoleToken, dropConsoleToken } from "@/lib/server/camunda/token";
import { AppError } from "@/lib/server/platform/errors";
import {
  clockAheadMs,
  exchange,
  HttpFailure,
  type HttpResponse,
  retryAfterSeconds,
} from "@/lib/server/platform/outbound";
import { processState } from "@/lib/server/platform/process-state";

/** The longest time that a read waits for a busy Console, in milliseconds. */
const LONGEST_WAIT_MS = 5_000;

/** The time limit for a large response, in milliseconds. */
const LARGE_MS = 60_000;

type Call = { method: "GET" | "POST" | "DELETE"; path: string; body?: unknown; isLarge?: boolean };

const reached = processState("console-reached", (): { last: boolean | null; aheadMs: number | null } => ({
  last: null,
  aheadMs: null,
}));

/** Whether this process's last call to the Console API got a response. Null before the first call. */
export function wasConsoleReached(): boolean | null {
  return reached.last;
}

/** By how much Camunda's clock was ahead of ours at the last response, in milliseconds. Null when it sent no date. */
export function consoleClockAheadMs(): number | null {
  return reached.aheadMs;
}

async function attempt(account: Account, { method, path, body, isLarge }: Call, token: string): Promise<HttpResponse> {
  const response = await exchange(account.baseUrl + path, {
    method,
    lane: method !== "GET" ? "write" : isLarge ? "large" : "read",
    ...(isLarge && { timeoutMs: LARGE_MS }),
    headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { "content-type": "application/json" }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  Object.assign(reached, { last: true, aheadMs: clockAheadMs(response.headers) });
  return response;
}

/**
 * Sends one call to the Console API. After a 401 it is sent again once with a new token, for every method. Nothing else
 * is sent twice.
 * @returns the response with any status, which `api` interprets
 * @throws HttpFailure when no complete response arrived; AppError when there is no token, so nothing was sent
 */
export async function send(account: Account, call: Call): Promise<HttpResponse> {
  try {
    const token = await consoleToken(account);
    const response = await attempt(account, call, token);
    if (response.status !== 401) return response;
    dropConsoleToken(account, token);
    return await attempt(account, call, await consoleToken(account));
  } catch (error) {
    reached.last = false;
    throw error;
  }
}

/** The error for an unsuccessful response that has no specific meaning for the call. */
export function errorOf(response: HttpResponse): AppError {
  if (response.status === 401) return new AppError("console_credentials");
  if (response.status === 403) return new AppError("console_denied");
  if (response.status === 429) {
    const retryAfter = retryAfterSeconds(response.headers);
    return new AppError("console_busy", retryAfter === null ? {} : { retryAfter });
  }
  return new AppError(response.status >= 500 ? "console_unreachable" : "console_broken");
}

const FAILURES = { timeout: "console_timeout", network: "console_unreachable", queue: "console_queue" } as const;

/** The error for a call without a complete response. */
export function errorOfFailure(failure: HttpFailure): AppError {
  return new AppError(FAILURES[failure.kind], { cause: failure });
}

export type ReadOptions = {
  /** False for a caller that itself waits when Camunda asks to slow down. */
  waitsWhenBusy?: boolean;
  /** True for a response that can have tens of megabytes. */
  isLarge?: boolean;
};

/**
 * Sends a read. Tries once more after a lost connection or a 5xx, and after a 429 with a short wait.
 * @throws AppError when there is no response
 */
export async function read(
  account: Account,
  path: string,
  { waitsWhenBusy = true, isLarge = false }: ReadOptions = {},
): Promise<HttpResponse> {
  const call = { method: "GET", path, isLarge } as const;
  const first = await send(account, call).catch(recoverable);
  if (!(first instanceof HttpFailure)) {
    if (first.status === 429 ? !waitsWhenBusy : first.status < 500) return first;
    const wait = first.status === 429 ? (retryAfterSeconds(first.headers) ?? 1) * 1000 : 200;
    if (wait > LONGEST_WAIT_MS) return first;
    await pause(wait);
  } else if (first.kind !== "network" || !first.sent) {
    throw errorOfFailure(first);
  }
  const second = await send(account, call).catch(recoverable);
  if (second instanceof HttpFailure) throw errorOfFailure(second);
  return second;
}

function recoverable(error: unknown): HttpFailure {
  if (error instanceof HttpFailure) return error;
  throw error;
}
