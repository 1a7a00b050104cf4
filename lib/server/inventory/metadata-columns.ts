import "server-only";
import type { AuditAction } from "@/lib/contract/audit-actions";
import { REVIEW_RHYTHMS, USUAL_RHYTHM } from "@/lib/contract/end-choices";
import type { MetadataChanges } from "@/lib/contract/metadata";
import type { Principal } from "@/lib/server/access/principal";
import { endColumns, endOf, endText } from "@/lib/server/metadata/end";
import { firstLook } from "@/lib/server/metadata/end-steps";
import { type OwnerColumns, ownerInput } from "@/lib/server/metadata/owner";
import { checkRules } from "@/lib/server/metadata/rules";
import { joinList, splitList } from "@/lib/server/platform/comma-list";
import { AppError } from "@/lib/server/platform/errors";
import { type ClientRow, clientSearchText } from "@/lib/server/sync/stored-clients";

const DAY_MS = 86_400_000;

const FIELDS = ["owner", "purpose", "reviewOn", "tags", "isAdopted", "end", "reviewEveryDays"] as const;
type Metadata = { [field in (typeof FIELDS)[number]]: Exclude<MetadataChanges[field], undefined> };

/** The metadata of a client as the contract has it. */
function metadataOf(row: ClientRow): Metadata {
  return {
    owner: ownerInput(row),
    purpose: row.purpose,
    reviewOn: row.reviewAt?.toISOString().slice(0, 10) ?? null,
    tags: splitList(row.tags),
    isAdopted: row.adoptedAt !== null,
    end: endOf(row),
    reviewEveryDays: REVIEW_RHYTHMS.find((days) => days === row.reviewEveryDays) ?? null,
  };
}

/** What a change asks for. Relative ones, such as "put it off", count from what is stored and from now. */
function askedOf(before: Metadata, changes: MetadataChanges, now: Date): Metadata {
  const { putOffDays, isStillNeeded, ...fields } = changes;
  const values = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  const asked: Metadata = { ...before, ...values, tags: [...new Set(changes.tags ?? before.tags)].toSorted() };
  const nextReview = (days: number) => new Date(now.getTime() + days * DAY_MS).toISOString().slice(0, 10);
  if (isStillNeeded) asked.reviewOn = nextReview(asked.reviewEveryDays ?? USUAL_RHYTHM);
  else if (asked.reviewEveryDays && asked.reviewEveryDays !== before.reviewEveryDays && !("reviewOn" in values)) {
    const first = nextReview(asked.reviewEveryDays);
    if (asked.reviewOn === null || asked.reviewOn > first) asked.reviewOn = first;
  }
  if (putOffDays !== undefined) {
    if (!before.end) throw new AppError("invalid_input", { fields: { end: "This client has no end to put off." } });
    const from = Math.max(new Date(before.end.at).getTime(), now.getTime());
    asked.end = { ...before.end, at: new Date(from + putOffDays * DAY_MS).toISOString() };
  } else if (asked.end) asked.end = { ...asked.end, at: new Date(asked.end.at).toISOString() };
  return asked;
}

/** Who changes clients, and the owner that they chose. */
type By = { owner: OwnerColumns; actor: Principal };

/** What changes, in columns. Null when nothing does. */
export function columnsFor(row: ClientRow, changes: MetadataChanges, { owner, actor }: By) {
  const now = new Date();
  const before = metadataOf(row);
  const asked = askedOf(before, changes, now);
  const fields = FIELDS.filter(
    (field) => JSON.stringify(asked[field] || null) !== JSON.stringify(before[field] || null),
  );
  if (fields.length === 0) return null;
  const isDated = fields.some((field) => field === "end" || field === "reviewOn");
  const isPutOff = changes.putOffDays !== undefined;
  const end = fields.includes("end") ? endColumns(asked.end, now) : { endsAt: row.endsAt, endAction: row.endAction };
  // Somebody who puts it off is not the one who wants the end.
  const isSet = fields.includes("end") && !isPutOff;
  const setBy = { endSetById: asked.end && actor.memberId, endSetByName: asked.end && actor.name };
  const reviewAt = asked.reviewOn ? new Date(asked.reviewOn) : null;
  const after = {
    ...end,
    ...(isSet && setBy),
    ...(isDated && { endDueAt: firstLook({ ...end, reviewAt }, now) }),
    reviewEveryDays: asked.reviewEveryDays,
    ...(changes.owner === undefined ? { ownerId: row.ownerId, ownerName: row.ownerName } : owner),
    purpose: asked.purpose || null,
    reviewAt,
    tags: joinList(asked.tags),
    adoptedAt: asked.isAdopted ? (row.adoptedAt ?? new Date()) : null,
  };
  if (row.origin === "managed" && asked.isAdopted)
    throw new AppError("invalid_input", {
      fields: { isAdopted: "This client was created here, so it is yours already." },
    });
  const isAdoption = asked.isAdopted && !before.isAdopted;
  if (isAdoption && !after.ownerName)
    throw new AppError("invalid_input", { fields: { owner: "Name the owner of the client that you adopt." } });
  if (isAdoption && !after.purpose)
    throw new AppError("invalid_input", { fields: { purpose: "Describe the purpose of the client that you adopt." } });
  if (row.origin === "managed" || asked.isAdopted) checkRules(after);
  const undo = Object.fromEntries(fields.map((field) => [field, before[field]])) as MetadataChanges;
  const action: AuditAction = isAdoption
    ? "client.adopt"
    : changes.isStillNeeded
      ? "client.review"
      : isPutOff
        ? "client.put-off"
        : "client.edit";
  return { after: { ...after, searchText: clientSearchText({ ...row, ...after }) }, fields, undo, action };
}

export type Columns = ReturnType<typeof columnsFor>;

/** From what to what, in the words of the history. */
export function detailOf(row: ClientRow, { after, fields }: NonNullable<Columns>) {
  const values = {
    owner: [row.ownerName, after.ownerName],
    purpose: [row.purpose, after.purpose],
    reviewOn: [row.reviewAt, after.reviewAt].map((at) => at?.toISOString().slice(0, 10) ?? null),
    tags: [row.tags, after.tags].map((tags) => tags || null),
    isAdopted: [row.adoptedAt, after.adoptedAt].map((at) => (at === null ? "no" : "yes")),
    end: [endText(row), endText(after)],
    reviewEveryDays: [row.reviewEveryDays, after.reviewEveryDays].map((days) => (days === null ? null : String(days))),
  } satisfies Record<keyof Metadata, (string | null)[]>;
  return { changes: fields.map((field) => ({ field, from: values[field][0] ?? null, to: values[field][1] ?? null })) };
}
