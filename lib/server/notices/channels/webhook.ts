import "server-only";
import { createHmac } from "node:crypto";
import type { Channel } from "@/lib/server/notices/channels/letter";
import { postJson } from "@/lib/server/notices/channels/post-json";

/** A receiver that knows the Standard Webhooks scheme: the signature covers ID, time and body. */
export const webhookChannel =
  ({ url, key }: { url: string; key: Buffer }): Channel =>
  ({ id, subject, notices, more }) => {
    const now = new Date();
    const timestamp = String(Math.floor(now.getTime() / 1000));
    const body = JSON.stringify({
      type: "latchkey.notices",
      timestamp: now.toISOString(),
      data: { subject, notices, more },
    });
    const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
    return postJson(url, body, {
      "webhook-id": id,
      "webhook-timestamp": timestamp,
      "webhook-signature": `v1,${signature}`,
    });
  };
