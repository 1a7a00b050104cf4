import { keepPreference } from "@/lib/browser/cookies";

type Look = { attribute: "theme" | "density"; value: string };

/** Between the open pages of this browser. */
const pages = new BroadcastChannel("latchkey-look");

const show = ({ attribute, value }: Look) => {
  document.documentElement.dataset[attribute] = value;
};

/** Shows what is chosen in another open page. */
pages.onmessage = ({ data }: MessageEvent<Look>) => show(data);

/** Shows a choice of how everything looks in a data attribute of <html>, here and in other open pages, and keeps it in a cookie. */
export function setLook(attribute: Look["attribute"], cookie: string, value: string): void {
  show({ attribute, value });
  keepPreference(cookie, value);
  pages.postMessage({ attribute, value } satisfies Look);
}
