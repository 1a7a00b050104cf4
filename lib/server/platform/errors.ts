import "server-only";
import { ERRORS, type ErrorCode } from "@/lib/contract/errors";

type AppErrorOptions = {
  cause?: unknown;
  /** Sharper words than the table's; never raw vendor text. */
  message?: string;
  /** What to mend, by input path. */
  fields?: Record<string, string>;
  /** Seconds after which it is worth trying again. */
  retryAfter?: number;
};

/** The one error that rooms throw: a code of the contract, its words, and its cause for the log. */
export class AppError extends Error {
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

  get status(): number {
    return ERRORS[this.code][0];
  }
}
