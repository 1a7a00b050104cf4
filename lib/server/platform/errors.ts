import "server-only";
import { ERRORS, type ErrorCode } from "@/lib/contract/errors";

/** A stored error code. One that this version does not have counts as an error inside Latchkey. */
export function errorCodeOf(stored: string): ErrorCode {
  return Object.hasOwn(ERRORS, stored) ? (stored as ErrorCode) : "internal";
}

type AppErrorOptions = {
  cause?: unknown;
  /** A more specific message than the table's; never raw vendor text. */
  message?: string;
  /** What to correct, by input path. */
  fields?: Record<string, string>;
  /** Seconds after which another try makes sense. */
  retryAfter?: number;
};

/** In the registry of the process: each bundle has a class of its own, and they share promises that can fail. */
const BRAND = Symbol.for("latchkey.app-error");

/** The error that all rooms throw: a code of the contract, its message, and its cause for the log. */
export class AppError extends Error {
  readonly [BRAND] = true;
  readonly code: ErrorCode;
  readonly fields: Record<string, string> | undefined;
  readonly retryAfter: number | undefined;

  constructor(code: ErrorCode, { cause, message, fields, retryAfter }: AppErrorOptions = {}) {
    super(message ?? ERRORS[code][1], { cause });
    this.name = "AppError";
    this.code = code;
    this.fields = fields;
    this.retryAfter = retryAfter;
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && BRAND in value;
  }

  get status(): number {
    return ERRORS[this.code][0];
  }
}
