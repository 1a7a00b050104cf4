import "server-only";
import { randomUUID } from "node:crypto";
import type { NoticeKind } from "@/lib/contract/notice-kinds";
import type { Tx } from "@/lib/server/platform/database/db";
import { ORGANIZATION_ID } from "@/lib/server/platform/organization";

/** Something that people should be told. */
export type Notice = {
  kind: NoticeKind;
  /** What makes it one, such as the row of a client and its end: the same thing is written once. */
  key: string;
  clusterId?: string;
  /** The client row's id. */
  clientRowId?: string;
  rotationId?: string;
  /** The member it is about. */
  memberId?: string;
  /** Names and instants for its words. No secret. */
  detail?: Record<string, string>;
};

const rowOf = ({ kind, key, detail = {}, ...about }: Notice) => ({
  id: randomUUID(),
  organizationId: ORGANIZATION_ID,
  kind,
  key: `${kind}:${key}`,
  at: new Date(),
  ...about,
  detail: JSON.stringify(detail),
});

/**
 * Writes a notice in the transaction of what it tells, so that neither exists without the other. The notices job makes
 * messages of it. A key that was written before changes nothing.
 */
export async function writeNotice(tx: Tx, notice: Notice): Promise<void> {
  const row = rowOf(notice);
  await tx.noticeEvent.upsert({ where: { key: row.key }, create: row, update: {} });
}

/** Writes notices with keys that nobody has written before, in one statement. Give it a slice of few. */
export async function writeNewNotices(tx: Tx, notices: readonly Notice[]): Promise<void> {
  await tx.noticeEvent.createMany({ data: notices.map(rowOf) });
}
