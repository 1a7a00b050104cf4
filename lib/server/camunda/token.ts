import "server-only";
import { z } from "zod";
import type { Account } from "@/lib/server/camunda/account";
import { restTokenLine, takeTokenTurn } from "@/lib/server/camunda/token-turns";
import { AppError } from "@/lib/server/platform/errors";
import { exchange, HttpFailure, parseJson, retryAfterSeconds } from "@/lib/server/platform/outbound";
import { processState } from "@/lib/server/platform/process-state";
import { keepOutOfLogs } from "@/lib/server/platform/scrub";

/** Visible ASCII only: any other token can't be sent in a header, so every call with it would fail. */
export const accessTokenSchema = z.string().regex(/^[\x21-\x7e]+$/);
const tokenSchema = z.object({ access_token: accessTokenSchema, expires_in: z.number().positive() });

/** Camunda delays repeated 401s for the same credentials by 30 s, and blocks addresses that continue. */
const AFTER_DENIAL_MS = 30_000;
/** The longest pause after a 429. A huge Retry-After must not block the process until a restart. */
const LONGEST_PAUSE_MS = 600_000;
/** How long a temporary failure is repeated without a new request. */
const AFTER_FAILURE_MS = 1_000;

type TokenState = {
  token: { value: string; refreshAt: number } | null;
  flight: Promise<string> | null;
  failure: { error: AppError; until: number } | null;
};

/** One state for each account. */
const states = processState("console-tokens", () => new Map<string, TokenState>());

function stateOf({ oauthUrl, clientId }: Account): TokenState {
  const key = `${oauthUrl} ${clientId}`;
  const known = states.get(key);
  if (known) return known;
  const created: TokenState = { token: null, flight: null, failure: null };
  states.set(key, created);
  return created;
}

async function fetchToken(account: Account, state: TokenState): Promise<string> {
  const { oauthUrl, audience, clientId, clientSecret } = account;
  const form = { grant_type: "client_credentials", audience, client_id: clientId, client_secret: clientSecret };
  const fail = (error: AppError, ms: number) => {
    state.failure = { error, until: Date.now() + ms };
    return error;
  };
  await takeTokenTurn().catch((cause: unknown) => {
    // A page that only reads shows stored data then, as when Console is busy.
    throw cause instanceof AppError
      ? new AppError("console_busy", { cause, retryAfter: cause.retryAfter ?? 20 })
      : cause;
  });
  const response = await exchange(oauthUrl, {
    method: "POST",
    lane: "write",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(form).toString(),
  }).catch((cause: unknown) => {
    const slow = cause instanceof HttpFailure && cause.kind === "timeout";
    throw fail(new AppError(slow ? "console_timeout" : "console_unreachable", { cause }), AFTER_FAILURE_MS);
  });

  if (response.status === 429) {
    const retryAfter = retryAfterSeconds(response.headers) ?? 10;
    restTokenLine(retryAfter);
    throw fail(new AppError("console_busy", { retryAfter }), Math.min(retryAfter * 1000, LONGEST_PAUSE_MS));
  }
  if ([400, 401, 403].includes(response.status)) throw fail(new AppError("console_credentials"), AFTER_DENIAL_MS);
  if (response.status >= 500) throw fail(new AppError("console_unreachable"), AFTER_FAILURE_MS);
  const parsed = tokenSchema.safeParse(parseJson(response.text));
  if (response.status !== 200 || !parsed.success) throw fail(new AppError("console_broken"), AFTER_FAILURE_MS);

  const { access_token: value, expires_in: seconds } = parsed.data;
  keepOutOfLogs(value);
  state.failure = null;
  // Only expires_in gives the lifetime. The token is renewed after 80 % of it.
  state.token = { value, refreshAt: Date.now() + seconds * 800 };
  return value;
}

/**
 * The account's access token for the Console API: one per process, requested once for all callers.
 * @throws AppError console_credentials, console_busy, console_unreachable, console_timeout, console_broken; repeated
 *   without a new request until the next one is allowed
 */
export async function consoleToken(account: Account): Promise<string> {
  const state = stateOf(account);
  const now = Date.now();
  if (state.token && now < state.token.refreshAt) return state.token.value;
  if (state.failure && now < state.failure.until) throw state.failure.error;
  state.flight ??= fetchToken(account, state).finally(() => {
    state.flight = null;
  });
  return state.flight;
}

/** Drops a token that the Console API refused with 401, unless a newer one has replaced it. */
export function dropConsoleToken(account: Account, value: string): void {
  const state = stateOf(account);
  if (state.token?.value === value) state.token = null;
}

/** Drops all tokens, for tests that start several simulators in one process. */
export function resetConsoleTokens(): void {
  states.clear();
}
