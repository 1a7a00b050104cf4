import "server-only";
import { z } from "zod";
import { exchange, HttpFailure, parseJson, retryAfterSeconds } from "@/lib/server/console/http";
import { restTokenLine, takeTokenTurn } from "@/lib/server/console/token-turns";
import { env } from "@/lib/server/platform/env";
import { AppError } from "@/lib/server/platform/errors";
import { processState } from "@/lib/server/platform/process-state";
import { keepOutOfLogs } from "@/lib/server/platform/scrub";

const tokenSchema = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });

/** Camunda delays repeated 401s for the same credentials by 30 s, and blocks addresses that keep asking. */
const AFTER_DENIAL_MS = 30_000;
/** The longest rest that we take after a 429, whatever it asks for: an odd value must not last until a restart. */
const LONGEST_REST_MS = 600_000;
/** How long a passing failure is answered from memory. */
const AFTER_FAILURE_MS = 1_000;

type TokenState = {
  token: { value: string; refreshAt: number } | null;
  flight: Promise<string> | null;
  failure: { error: AppError; until: number } | null;
};
const nothing = (): TokenState => ({ token: null, flight: null, failure: null });
const state = processState("console-token", nothing);

async function fetchToken(): Promise<string> {
  const { oauthUrl, audience, clientId, clientSecret } = env().console;
  const form = { grant_type: "client_credentials", audience, client_id: clientId, client_secret: clientSecret };
  const fail = (error: AppError, ms: number) => {
    state.failure = { error, until: Date.now() + ms };
    return error;
  };
  await takeTokenTurn().catch((cause: unknown) => {
    // For whoever only wants to read, a long line is one more way in which Console can't answer now.
    throw cause instanceof AppError
      ? new AppError("console_busy", { cause, retryAfter: cause.retryAfter ?? 20 })
      : cause;
  });
  const answer = await exchange(oauthUrl, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(form).toString(),
  }).catch((cause: unknown) => {
    const slow = cause instanceof HttpFailure && cause.kind === "timeout";
    throw fail(new AppError(slow ? "console_timeout" : "console_unreachable", { cause }), AFTER_FAILURE_MS);
  });

  if (answer.status === 429) {
    const retryAfter = retryAfterSeconds(answer.headers) ?? 10;
    restTokenLine(retryAfter);
    throw fail(new AppError("console_busy", { retryAfter }), Math.min(retryAfter * 1000, LONGEST_REST_MS));
  }
  if ([400, 401, 403].includes(answer.status)) throw fail(new AppError("console_credentials"), AFTER_DENIAL_MS);
  if (answer.status >= 500) throw fail(new AppError("console_unreachable"), AFTER_FAILURE_MS);
  const parsed = tokenSchema.safeParse(parseJson(answer.text));
  if (answer.status !== 200 || !parsed.success) throw fail(new AppError("console_broken"), AFTER_FAILURE_MS);

  const { access_token: value, expires_in: seconds } = parsed.data;
  keepOutOfLogs(value);
  state.failure = null;
  // Only expires_in says how long it lives; at 80 % of that we ask for the next one.
  state.token = { value, refreshAt: Date.now() + seconds * 800 };
  return value;
}

/**
 * The organization's access token for the Console API: one per process, asked for once however many wait for it.
 * @throws AppError console_credentials, console_busy, console_unreachable, console_timeout, console_broken; the same one
 *   again without asking, for as long as the token server must be left alone.
 */
export async function consoleToken(): Promise<string> {
  const now = Date.now();
  if (state.token && now < state.token.refreshAt) return state.token.value;
  if (state.failure && now < state.failure.until) throw state.failure.error;
  state.flight ??= fetchToken().finally(() => {
    state.flight = null;
  });
  return state.flight;
}

/** Forgets a token that the Console API has just answered with 401. A newer one stays. */
export function dropConsoleToken(value: string): void {
  if (state.token?.value === value) state.token = null;
}

/** For tests, which start several simulators in one process. */
export function resetConsoleToken(): void {
  Object.assign(state, nothing());
}
