import { randomUUID } from "node:crypto";
import { z } from "zod";
import { matchesPattern } from "./pattern";

/** Before or after the request's work is done and kept: a client made, a client gone. */
const when = z.enum(["before-commit", "after-commit"]);

const base = {
  /** Any method if left out. */
  method: z.string().optional(),
  /** As in routes: `:name` stands for one segment, `*` for any text. */
  path: z.string(),
  /** How often it is played; for ever if left out. */
  times: z.number().int().positive().optional(),
};

/**
 * What can go wrong. The older of two faults for the same request is played first.
 * - delay: wait `ms`, before the work or between the work and the answer;
 * - hang: no answer until released; released before the commit, the work is done then (a late commit);
 * - reset: the connection is reset;
 * - answer: any status, headers and body (a text is sent as it is, anything else as JSON). For a 401, a 429 with any
 *   form of Retry-After, a 5xx;
 * - truncate: half of the true body; `honest` says that Content-Length tells the bytes sent, else the connection breaks;
 * - broken-json: the true status and headers, a body that is no JSON;
 * - html: a proxy's page, 200 or another status;
 * - omit: the true answer without some of its fields (`clientSecret`, say).
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

/** The faults that wait for their requests. */
export class Faults {
  private waiting: Waiting[] = [];

  /** Gives an id, to take the fault back by. */
  add(input: FaultInput): string {
    const fault = faultSchema.parse(input);
    const id = randomUUID();
    this.waiting.push({ id, fault, left: fault.times ?? Number.POSITIVE_INFINITY });
    return id;
  }

  list(): { id: string; fault: Fault }[] {
    return this.waiting.map(({ id, fault }) => ({ id, fault }));
  }

  /** Takes one fault back, or all of them. */
  clear(id?: string): void {
    this.waiting = id === undefined ? [] : this.waiting.filter((entry) => entry.id !== id);
  }

  /** The fault for this request, which counts as played. */
  take(method: string, path: string): Fault | undefined {
    const entry = this.waiting.find(({ fault }) => matchesPattern(fault, method, path));
    if (entry === undefined) return undefined;
    entry.left -= 1;
    if (entry.left <= 0) this.clear(entry.id);
    return entry.fault;
  }
}
