import { keepPreference, readPreference } from "@/lib/browser/cookies";

/** The word for a checklist that its member put away. The others are IDs of steps. */
export const DISMISSED = "dismissed";

/** The cookie in which a browser keeps which steps of their checklist a member has seen, or that they put it away. */
export const memoryCookie = (memberId: string) => `latchkey.checklist.${memberId}`;

/** What such a cookie's value says. */
export const readMemory = (value: string | undefined): ReadonlySet<string> =>
  new Set((value ?? "").split(".").filter(Boolean));

/** Keeps one more word in the cookie. */
export function remember(memberId: string, word: string): void {
  const cookie = memoryCookie(memberId);
  keepPreference(cookie, [...new Set([...readMemory(readPreference(cookie)), word])].join("."));
}
