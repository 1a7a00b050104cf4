import "server-only";
import { createHash } from "node:crypto";
import { z } from "zod";
import type { Account } from "@/lib/server/camunda/account";
import { errorOf, read } from "@/lib/server/camunda/request";
import { AppError } from "@/lib/server/platform/errors";
import { parseArray } from "@/lib/server/platform/parse-array";
import { cleanText } from "@/lib/server/platform/text";

/** Entries that are parsed at a time. */
const SLICE = 100;
const LONGEST_TEXT = 500;
/** Timestamps below this are in seconds: as milliseconds they would be before 1973. */
const SECONDS_BELOW = 100_000_000_000;
/** The end of the year 9999, in milliseconds. */
const LATEST = 253_402_300_799_999;

const text = z
  .string()
  .transform((value) => cleanText(value, LONGEST_TEXT))
  .nullish()
  .catch(null);

/** AuditDto. All fields are optional, and the values of `entity` are not published. */
const entrySchema = z.object({
  audit: text,
  auditType: text,
  entity: text,
  entityId: text,
  userId: text,
  timestamp: z.union([z.number(), z.string()]).nullish().catch(null),
  parentEntityId: text,
  entityAttributeValueFrom: text,
  entityAttributeValueTo: text,
});

/** A create or a delete in Camunda's activity log. */
export type ActivityEntry = {
  /** A hash of its content: the log has no IDs. */
  id: string;
  kind: "create" | "delete";
  at: Date | null;
  /** What it is about, as the log reports it: for a client perhaps its ID, or its name. */
  entityId: string | null;
  /** Names that it reports apart from its text. */
  names: string[];
  /** The ID of the entity that this one belongs to, if that can be a cluster's. */
  clusterId: string | null;
  userId: string;
  text: string;
  /** Whether it says that it is about a client. One that does not may still have the ID of a client. */
  saysClient: boolean;
};

const KINDS = new Map<string, ActivityEntry["kind"]>([
  ["c", "create"],
  ["d", "delete"],
]);

function instantOf(timestamp: string | number | null | undefined): Date | null {
  if (timestamp == null || timestamp === "") return null;
  const number = Number(timestamp);
  const ms = Number.isNaN(number) ? Date.parse(String(timestamp)) : number < SECONDS_BELOW ? number * 1000 : number;
  return ms > 0 && ms <= LATEST ? new Date(ms) : null;
}

/** Reads one entry. Null for one that is no create or delete, or that can't be read. */
export function readEntry(value: unknown): ActivityEntry | null {
  const parsed = entrySchema.safeParse(value);
  const kind = KINDS.get(parsed.data?.auditType?.slice(0, 1).toLowerCase() ?? "");
  if (!parsed.success || !kind) return null;
  const { audit, entity, entityId, userId, timestamp, parentEntityId, ...values } = parsed.data;
  const { entityAttributeValueFrom: from, entityAttributeValueTo: to } = values;
  const clusterId = parentEntityId?.toLowerCase() ?? "";
  const isOther = /^(cluster|organi[sz]ation|user|member)/i.test(entity ?? "");
  const hash = createHash("sha256");
  hash.update(JSON.stringify([kind, timestamp, entity, entityId, userId, parentEntityId, from, to, audit]));
  return {
    id: hash.digest("hex"),
    kind,
    at: instantOf(timestamp),
    entityId: entityId || null,
    names: [to, from].flatMap((name) => (name ? [name] : [])),
    clusterId: z.uuid().safeParse(clusterId).success ? clusterId : null,
    userId: userId || "Unknown user",
    text: audit ?? "",
    saysClient: !isOther && /client|credential|m2m/i.test(`${entity} ${audit}`),
  };
}

/**
 * GET /activity/json: the creates and deletes of the whole activity log, in slices. The log has no paging and no filter.
 * Entries of the account's own API client are left out.
 * @throws AppError console_*; console_denied when the API client may not read it
 */
export async function* readActivity(account: Account): AsyncGenerator<ActivityEntry[]> {
  const response = await read(account, "/activity/json", { isLarge: true });
  if (response.status !== 200) throw errorOf(response);
  // Camunda sends null for an empty array.
  if (response.text.trim() === "null") return;
  const isOurs = ({ userId }: ActivityEntry) => userId.split("@")[0] === account.clientId;
  try {
    for await (const slice of parseArray(response.text, SLICE))
      yield slice.flatMap((value) => {
        const entry = readEntry(value);
        return entry && !isOurs(entry) ? [entry] : [];
      });
  } catch (cause) {
    throw cause instanceof SyntaxError ? new AppError("console_broken", { cause }) : cause;
  }
}
