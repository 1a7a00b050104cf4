import "server-only";
import { type Answer, failureText, httpAnswer, SEND_MS } from "@/lib/server/notices/channels/letter";
import { log } from "@/lib/server/platform/log";
import { exchange } from "@/lib/server/platform/outbound";

/** Posts JSON to a receiver of notices, which is not in a private network. Never throws. */
export async function postJson(url: string, body: string, headers: Record<string, string> = {}): Promise<Answer> {
  try {
    const response = await exchange(url, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body,
      lane: "notice",
      timeoutMs: SEND_MS,
    });
    return httpAnswer(response);
  } catch (error) {
    log.warn("notice not sent", { error });
    return { isAccepted: false, answer: failureText(error) };
  }
}
