import { renderToString } from "react-dom/server";
import { expect, it } from "vitest";
import { OwnNotices } from "@/components/notices/own-notices";
import type { OwnNotices as Own } from "@/lib/contract/notices";

const own: Own = {
  kinds: [{ kind: "review_due", isTold: true }],
  ...{ zone: null, digestZone: "UTC", address: "ada@example.test", isMailConfigured: true },
};
const markup = (changes: Partial<Own>) =>
  renderToString(<OwnNotices own={{ ...own, ...changes }} />).replaceAll("<!-- -->", "");

it("a member chooses notices where mail is configured, and reads who turns it on elsewhere", () => {
  expect(markup({})).toMatch(/Mail to ada@example\.test about.*type="checkbox"/);
  expect(markup({ address: null })).toMatch(/no verified e-mail address.*type="checkbox"/);
  const off = markup({ isMailConfigured: false });
  expect(off).toContain("Mail is not configured, so nobody gets mail");
  expect(off).toContain("LATCHKEY_SMTP_URL and LATCHKEY_MAIL_FROM");
  expect(off).not.toMatch(/<input|<button/);
});
