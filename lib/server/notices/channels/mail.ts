import "server-only";
import { createTransport } from "nodemailer";
import {
  type Answer,
  answerText,
  type Channel,
  type Letter,
  moreText,
  SEND_MS,
} from "@/lib/server/notices/channels/letter";
import { env, isLoopbackHost } from "@/lib/server/platform/env";
import { log } from "@/lib/server/platform/log";

const ESCAPES = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
  ["'", "&#39;"],
]);
const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => ESCAPES.get(character) ?? "");

function textOf({ notices, more }: Letter): string {
  const parts = notices.map(({ text, url, stopUrl }) => `${text}\n${url}\nStop these: ${stopUrl}`);
  return [...parts, ...(more > 0 ? [moreText(more)] : [])].join("\n\n");
}

function htmlOf({ subject, notices, more }: Letter): string {
  const link = (url: string, words: string) => `<a href="${escapeHtml(url)}">${words}</a>`;
  const parts = notices.map(
    ({ text, url, stopUrl }) =>
      `<p>${escapeHtml(text)}<br>${link(url, "Open in Latchkey")} &middot; ${link(stopUrl, "Stop these")}</p>`,
  );
  const rest = more > 0 ? `<p>${moreText(more)}</p>` : "";
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head><body>${parts.join("")}${rest}</body></html>`;
}

/** Where the reader stops such mails. A digest has several kinds. */
function settingOf([first, ...others]: Letter["notices"]): string {
  return first && others.length === 0 ? first.stopUrl : `${env().appUrl}/settings/notices`;
}

/** Why a mail server did not take a mail, in its own words where it had some. */
function mailFailure(error: unknown): string {
  const { response, code } = error as { response?: unknown; code?: unknown };
  if (typeof response === "string" && response !== "") return answerText(response);
  return typeof code === "string" ? `The connection to the mail server failed (${code}).` : "The mail was not sent.";
}

/** A mail server. Credentials are sent over TLS only, except on this machine. */
export const mailChannel =
  ({ smtpUrl, from }: { smtpUrl: string; from: string }): Channel =>
  async (letter): Promise<Answer> => {
    const { id, subject, notices, to } = letter;
    if (!to) return { isAccepted: false, answer: "There is no address." };
    const { hostname, username } = new URL(smtpUrl);
    const transport = createTransport({
      url: smtpUrl,
      requireTLS: username !== "" && !isLoopbackHost(hostname),
      connectionTimeout: SEND_MS,
      greetingTimeout: SEND_MS,
      socketTimeout: SEND_MS,
      dnsTimeout: SEND_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    // A server that sends a little all the time keeps each of the limits above.
    const tooLate = new Promise<never>((_, reject) => {
      const late = Object.assign(new Error("no answer"), { code: "ETIMEDOUT" });
      AbortSignal.timeout(SEND_MS).addEventListener("abort", () => reject(late));
    });
    try {
      const sending = transport.sendMail({
        from,
        to: { name: to.name, address: to.address },
        subject,
        text: textOf(letter),
        html: htmlOf(letter),
        messageId: `<${id}@${new URL(env().appUrl).hostname}>`,
        list: { unsubscribe: settingOf(notices) },
        headers: { "Auto-Submitted": "auto-generated" },
      });
      const { response } = await Promise.race([sending, tooLate]);
      return { isAccepted: true, answer: answerText(response) };
    } catch (error) {
      log.warn("mail not sent", { error });
      return { isAccepted: false, answer: mailFailure(error) };
    } finally {
      transport.close();
    }
  };
