import "server-only";
import Bowser from "bowser";

const UNKNOWN = "Unknown browser";
const BROWSERS = new Set<string>(Object.values(Bowser.BROWSER_MAP));
const SYSTEMS = new Set<string>(Object.values(Bowser.OS_MAP));

/** A browser's own description in words, such as "Firefox on Windows". Only names that bowser knows are shown. */
export function deviceName(userAgent: string | null): string {
  if (!userAgent) return UNKNOWN;
  const { browser, os } = Bowser.parse(userAgent);
  const name = browser.name !== undefined && BROWSERS.has(browser.name) ? browser.name : UNKNOWN;
  return os.name !== undefined && SYSTEMS.has(os.name) ? `${name} on ${os.name}` : name;
}
