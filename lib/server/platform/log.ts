import "server-only";
import pino from "pino";
import { processState } from "@/lib/server/platform/process-state";
import { scrub } from "@/lib/server/platform/scrub";
import { escapeInvisible } from "@/lib/server/platform/text";

/** The only fields that a log line can have: no bodies, no headers, no arbitrary objects. */
export type LogFields = {
  requestId?: string | null;
  /** The network address of the request. */
  address?: string | null;
  route?: string;
  method?: string;
  status?: number;
  code?: string;
  ms?: number;
  memberId?: string;
  clusterId?: string;
  clientId?: string;
  operationId?: string;
  job?: string;
  state?: string;
  count?: number;
  /** An unexpected error: its name, message and stack are logged, scrubbed. */
  error?: unknown;
};

/** scripts/output.mjs makes lines of everything else that is written to standard output, and puts the real one here. */
const output = processState("output", () => ({ write: (line: string) => process.stdout.write(line) }));

const logger = pino(
  { base: null, timestamp: pino.stdTimeFunctions.isoTime },
  // Path redaction alone leaks nested keys and error texts, so the scrubber processes every finished line.
  { write: (line: string) => output.write(escapeInvisible(scrub(line))) },
);

/** Longer texts are cut, because a caller can influence some of them. */
const LONGEST = 8_000;

function fieldsOf({ error, ...fields }: LogFields): object {
  if (error === undefined) return fields;
  const chain: string[] = [];
  for (let current: unknown = error; current instanceof Error && chain.length < 4; current = current.cause)
    chain.push(current.stack ?? `${current.name}: ${current.message}`);
  const text = chain.length > 0 ? chain.join("\ncaused by ") : String(error);
  return { ...fields, error: text.slice(0, LONGEST) };
}

/** Writes one JSON line to standard output. */
export const log = {
  info: (message: string, fields: LogFields = {}) => logger.info(fieldsOf(fields), message),
  warn: (message: string, fields: LogFields = {}) => logger.warn(fieldsOf(fields), message),
  error: (message: string, fields: LogFields = {}) => logger.error(fieldsOf(fields), message),
};
