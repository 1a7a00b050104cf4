import { keepPreference } from "@/lib/browser/cookies";

/** Shows a choice of how everything looks in a data attribute of <html>, and keeps it in a cookie. */
export function setLook(attribute: "theme" | "density", cookie: string, value: string): void {
  document.documentElement.dataset[attribute] = value;
  keepPreference(cookie, value);
}
