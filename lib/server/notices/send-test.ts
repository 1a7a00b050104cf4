import "server-only";
import { randomUUID } from "node:crypto";
import type { NoticeChannel } from "@/lib/contract/notice-kinds";
import type { TestNoticeResult } from "@/lib/contract/notices";
import type { Principal } from "@/lib/server/access/principal";
import { requireRight } from "@/lib/server/access/rights";
import { findChannel } from "@/lib/server/notices/channels/channels";
import { db } from "@/lib/server/platform/database/db";
import { env } from "@/lib/server/platform/env";

/** Sends a test to one's own address, or to the team that reads the channel. @throws AppError forbidden */
export async function sendTest(principal: Principal, channel: NoticeChannel): Promise<TestNoticeResult> {
  const { memberId, name } = await requireRight(principal, "notices.manage");
  const send = findChannel(channel);
  if (!send) return { isAccepted: false, answer: "This channel is not configured." };
  const member = await db().member.findUnique({ where: { id: memberId } });
  const address = member?.emailVerified ? member.email : null;
  if (channel === "mail" && address === null)
    return { isAccepted: false, answer: "Your account has no e-mail address that is verified." };
  const url = `${env().appUrl}/settings/notices`;
  return send({
    ...{ id: randomUUID(), subject: "Latchkey: Test", more: 0 },
    notices: [
      {
        ...{ kind: "test", title: "Test", text: `This is a test that ${name} sent from Latchkey. Nothing happened.` },
        ...{ url, stopUrl: url, at: new Date(), clusterId: null, clientId: null },
      },
    ],
    to: address === null ? null : { name, address },
  });
}
