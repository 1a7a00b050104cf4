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

it("a member chooses notices only where mail reaches them, and reads what is missing elsewhere", () => {
  expect(markup({})).toMatch(/You get mail at ada@example\.test.*type="checkbox"/);
  const off = markup({ isMailConfigured: false });
  expect(off).toContain("Mail is not configured, so nobody gets mail.");
  expect(off).toContain("LATCHKEY_SMTP_URL and LATCHKEY_MAIL_FROM");
  const unverified = markup({ address: null });
  expect(unverified).toContain("no verified e-mail address");
  for (const html of [off, unverified]) expect(html).not.toMatch(/<input|<button/);
});
