import "server-only";
import { createHash } from "node:crypto";
import type { AuditAction } from "@/lib/contract/audit-actions";
import { changedMetadata, METADATA_FIELDS, type Metadata } from "@/lib/contract/changed-metadata";
import { REVIEW_RHYTHMS } from "@/lib/contract/end-choices";
import type { ChangedClient, MetadataChanges } from "@/lib/contract/metadata";
import type { Principal } from "@/lib/server/access/principal";
import { endColumns, endOf, endText } from "@/lib/server/metadata/end";
import { firstLook } from "@/lib/server/metadata/end-steps";
import { type OwnerColumns, ownerInput } from "@/lib/server/metadata/owner";
import { checkRules } from "@/lib/server/metadata/rules";
import { joinList, splitList } from "@/lib/server/platform/comma-list";
import { AppError } from "@/lib/server/platform/errors";
import { type ClientRow, clientSearchText } from "@/lib/server/sync/stored-clients";

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

/** What these fields of a client hold, in a short form. */
function fingerprint(metadata: Metadata, fields: MetadataChanges): string {
  const values = METADATA_FIELDS.filter((field) => field in fields).map((field) => [field, metadata[field] || null]);
  // Short, because a request that undoes many has one for each. It guards against accidents alone.
  return createHash("sha256").update(JSON.stringify(values)).digest("base64url").slice(0, 16);
}

/** @throws AppError operation_changed, with this message, if the fields that an undo restores have changed since */
export function requireLeft(row: ClientRow, { changes, left }: ChangedClient, message: string): void {
  if (left !== undefined && left !== fingerprint(metadataOf(row), changes))
    throw new AppError("operation_changed", { message });
}

/** Who changes clients, and the owner that they chose. */
type By = { owner: OwnerColumns; actor: Principal };

/** What changes, in columns. Null when nothing does. */
export function columnsFor(row: ClientRow, changes: MetadataChanges, { owner, actor }: By) {
  const now = new Date();
  const before = metadataOf(row);
  if (changes.putOffDays !== undefined && !before.end)
    throw new AppError("invalid_input", { fields: { end: "This client has no end to postpone." } });
  const asked = changedMetadata(before, changes, now);
  const fields = METADATA_FIELDS.filter(
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
  const left = fingerprint(metadataOf({ ...row, ...after }), undo);
  return { after: { ...after, searchText: clientSearchText({ ...row, ...after }) }, fields, undo, left, action };
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
