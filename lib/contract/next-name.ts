// Without schemas, because pages load this.

const LONGEST = 50;

/** `-` and up to three digits at the end count. More are part of a name, such as a year. */
const COUNTED = /^(.*)-(\d{1,3})$/;

/**
 * A name for the client that replaces this one: the same with the next counter, as CLIENT_NAME_PATTERN requires. The
 * name of a client that was created elsewhere can have any characters.
 */
export function nextName(name: string): string {
  const clean = name.replace(/[^A-Za-z0-9_-]+/g, "-").replace(/^-+|-+$/g, "") || "client";
  const [, base = clean, count = "1"] = COUNTED.exec(clean) ?? [];
  const end = `-${Number(count) + 1}`;
  return base.slice(0, LONGEST - end.length) + end;
}
