import { randomUUID } from "node:crypto";
import { z } from "zod";
import { matchesPattern } from "./pattern";

/** Before or after the request has taken effect: a client was created or deleted. */
const when = z.enum(["before-commit", "after-commit"]);

const base = {
  /** Any method if left out. */
  method: z.string().optional(),
  /** As in routes: `:name` matches one segment, `*` any text. */
  path: z.string(),
  /** How many requests get the fault; all if left out. */
  times: z.number().int().positive().optional(),
};

/**
 * The faults. If two match the same request, the older one is used first.
 * - delay: waits `ms`, before the commit or between the commit and the response;
 * - hang: sends no response until released. With "before-commit", the request takes effect on release (a late commit);
 * - reset: resets the connection;
 * - answer: sends any status, headers and body (text unchanged, anything else as JSON). For a 401, a 429 with any form
 *   of Retry-After, a 5xx;
 * - truncate: sends half of the real body. With `honest`, Content-Length is the number of bytes sent; without it, the
 *   connection breaks off;
 * - broken-json: sends the real status, and a body that is not JSON;
 * - html: sends a proxy's page, with 200 or another status;
 * - omit: sends the real response without some of its fields, such as `clientSecret`.
 */
export const faultSchema = z.discriminatedUnion("do", [
  z.strictObject({ ...base, do: z.literal("delay"), ms: z.number().min(0), when: when.default("before-commit") }),
  z.strictObject({ ...base, do: z.literal("hang"), when: when.default("before-commit") }),
  z.strictObject({ ...base, do: z.literal("reset"), when: when.default("before-commit") }),
  z.strictObject({
    ...base,
    do: z.literal("answer"),
    status: z.number().int().min(200).max(599),
    headers: z.record(z.string(), z.string()).default({}),
    body: z.unknown().optional(),
    when: when.default("before-commit"),
  }),
  z.strictObject({ ...base, do: z.literal("truncate"), honest: z.boolean().default(false) }),
  z.strictObject({ ...base, do: z.literal("broken-json"), when: when.default("after-commit") }),
  z.strictObject({
    ...base,
    do: z.literal("html"),
    status: z.number().int().min(200).max(599).default(200),
    when: when.default("before-commit"),
  }),
  z.strictObject({ ...base, do: z.literal("omit"), fields: z.array(z.string()).min(1) }),
]);
export type Fault = z.infer<typeof faultSchema>;
export type FaultInput = z.input<typeof faultSchema>;

interface Waiting {
  id: string;
  fault: Fault;
  left: number;
}

/** The faults that have not been used up. */
export class Faults {
  private waiting: Waiting[] = [];

  /** Returns an id for `clear`. */
  add(input: FaultInput): string {
    const fault = faultSchema.parse(input);
    const id = randomUUID();
    this.waiting.push({ id, fault, left: fault.times ?? Number.POSITIVE_INFINITY });
    return id;
  }

  list(): { id: string; fault: Fault }[] {
    return this.waiting.map(({ id, fault }) => ({ id, fault }));
  }

  /** Removes one fault, or all of them. */
  clear(id?: string): void {
    this.waiting = id === undefined ? [] : this.waiting.filter((entry) => entry.id !== id);
  }

  /** Returns the fault for this request, and counts it as used. */
  take(method: string, path: string): Fault | undefined {
    const entry = this.waiting.find(({ fault }) => matchesPattern(fault, method, path));
    if (entry === undefined) return undefined;
    entry.left -= 1;
    if (entry.left <= 0) this.clear(entry.id);
    return entry.fault;
  }
}
