/** The word for a checklist that its member put away. The others are IDs of steps. */
export const DISMISSED = "dismissed";

/** The cookie in which a browser keeps what a member opened from their checklist, or that they put it away. */
export const memoryCookie = (memberId: string) => `latchkey.checklist.${memberId}`;

/** What such a cookie's value says. */
export const readMemory = (value: string | undefined): ReadonlySet<string> =>
  new Set((value ?? "").split(".").filter(Boolean));

/** The value that says it. */
export const writeMemory = (memory: ReadonlySet<string>) => [...memory].join(".");
