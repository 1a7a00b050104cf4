import "server-only";
import type { NoticeKind } from "@/lib/contract/notice-kinds";
import { HttpFailure, type HttpResponse } from "@/lib/server/platform/outbound";
import { PrivateHostError } from "@/lib/server/platform/public-hosts";
import { scrub } from "@/lib/server/platform/scrub";
import { cleanText } from "@/lib/server/platform/text";

/** How long a receiver may take, in milliseconds. */
export const SEND_MS = 10_000;

/** One thing that is told, in plain words. Names in them come from outside: each channel makes them harmless. */
export type NoticeText = {
  kind: NoticeKind | "test";
  title: string;
  text: string;
  /** The page of the very thing. */
  url: string;
  /** The setting that stops such notices. */
  stopUrl: string;
  at: Date;
  clusterId: string | null;
  clientId: string | null;
};

/** A message as a channel sends it. */
export type Letter = {
  /** The same for each try. */
  id: string;
  subject: string;
  notices: readonly NoticeText[];
  /** How many more there are. */
  more: number;
  /** Null for a channel that a team reads. */
  to: { name: string; address: string } | null;
};

/** What the receiver answered, in its own words where it had some. */
export type Answer = { isAccepted: boolean; answer: string };

/** Sends a letter. Never throws. */
export type Channel = (letter: Letter) => Promise<Answer>;

export const moreText = (more: number) => `And ${more} more.`;

const LONGEST_ANSWER = 300;
export const answerText = (text: string) => scrub(cleanText(text.replace(/\s+/g, " "), LONGEST_ANSWER));

/** What an HTTP receiver answered. A redirect is not followed: it could lead anywhere. */
export function httpAnswer({ status, text }: HttpResponse): Answer {
  const words = answerText(text);
  if (status >= 300 && status <= 399)
    return { isAccepted: false, answer: `${status}: a redirect, which is not followed.` };
  return { isAccepted: status >= 200 && status <= 299, answer: words === "" ? String(status) : `${status}: ${words}` };
}

/** The first error in a chain of causes for which `find` has words. */
function inCauses(error: unknown, find: (error: Error) => string | null): string | null {
  for (let current = error; current instanceof Error; current = current.cause) {
    const found = find(current);
    if (found !== null) return found;
  }
  return null;
}

const codeOf = (error: Error) => ("code" in error && typeof error.code === "string" ? error.code : null);

/** Why there was no answer. */
export function failureText(error: unknown): string {
  const refused = inCauses(error, (cause) => (cause instanceof PrivateHostError ? cause.host : null));
  if (refused !== null)
    return `${refused} is in a private network, so nothing was sent. LATCHKEY_NOTICE_HOSTS can allow it.`;
  if (error instanceof HttpFailure && error.kind === "timeout") return "There was no answer within 10 seconds.";
  if (error instanceof HttpFailure && error.kind === "queue") return "There was no connection within 5 seconds.";
  const code = inCauses(error, codeOf);
  return code === null ? "The connection failed." : `The connection failed (${code}).`;
}
