import { startMailServer, startReceiver } from "../lib/server/notices/testing/receivers";
import { expectNoFindings } from "./fixtures/axe";
import { addFailedNotice } from "./fixtures/database";
import { waitUntilHeard } from "./fixtures/steps";
import { expect, test } from "./fixtures/test";

test.use({ viewport: { width: 390, height: 844 } });

test("an owner decides who is told what and tries a channel; an auditor decides for themselves", async ({
  page,
  browser,
  launch,
  openAs,
}) => {
  await using receiver = await startReceiver((_, response) => response.writeHead(410).end("channel_is_archived"));
  await using mail = await startMailServer();
  const app = await launch({
    ...{ LATCHKEY_SMTP_URL: mail.url, LATCHKEY_MAIL_FROM: "latchkey@example.test" },
    ...{ LATCHKEY_SLACK_WEBHOOK: receiver.url, LATCHKEY_NOTICE_HOSTS: "127.0.0.1" },
  });
  const { url } = app;
  const own = page.getByRole("form", { name: "My notices" });
  const rules = page.getByRole("form", { name: "Rules" });
  const emergency = rules.getByRole("group", { name: "Emergency sign-in" });

  await test.step("what they are told themselves", async () => {
    await openAs(page, "owner", `${url}/settings/notices#review_due`);
    await expect(page.getByRole("heading", { name: "Notices", level: 1 })).toBeVisible();
    const review = own.getByRole("checkbox", { name: "A client is due for review" });
    await expect(review).toBeInViewport();
    await waitUntilHeard(review);
    await expectNoFindings(page, "notices");
    await review.uncheck();
    const zone = own.getByRole("combobox", { name: "My time zone" });
    await zone.fill("Nowhere/Land");
    await own.getByRole("button", { name: "Save my notices" }).click();
    await expect(own.getByText("Enter a time zone such as Europe/Berlin.")).toBeVisible();
    await zone.fill("new york");
    await page.getByRole("option", { name: "America/New_York" }).click();
    await own.getByRole("button", { name: "Save my notices" }).click();
    await expect(own.getByText("Your notices are saved.").last()).toBeVisible();
  });

  await test.step("the rules, which the history records", async () => {
    await emergency.getByRole("combobox", { name: "When" }).selectOption("In the daily digest");
    await expect(rules.getByText("Not configured: Microsoft Teams, Webhook.")).toBeVisible();
    await expect(emergency.getByRole("checkbox")).toHaveCount(2);
    await emergency.getByRole("checkbox", { name: "Slack" }).uncheck();
    await rules.getByRole("combobox", { name: "Hour of the daily digest" }).selectOption("17:00");
    await rules.getByRole("button", { name: "Save the rules" }).click();
    await expect(rules.getByText("The rules are saved.").last()).toBeVisible();
    await page.reload();
    await expect(emergency.getByRole("combobox", { name: "When" })).toHaveValue("daily");
    await expect(emergency.getByRole("checkbox", { name: "Slack" })).not.toBeChecked();
    await expect(own.getByRole("checkbox", { name: "A client is due for review" })).not.toBeChecked();
    await expect(own.getByRole("combobox", { name: "My time zone" })).toHaveValue("America/New_York");
    await page.goto(`${url}/audit?action=notice.change`);
    await expect(page.getByText("Emergency sign-in: daily, by mail and teams and webhook").first()).toBeVisible();
  });

  await test.step("a test shows the receiver's own answer", async () => {
    await page.goto(`${url}/settings/notices`);
    const channels = page.getByRole("region", { name: "Channels" });
    await expect(channels.getByText("Not configured")).toHaveCount(2);
    const test = channels.getByRole("button", { name: "Send a test by Slack" });
    await waitUntilHeard(test);
    await test.click();
    await expect(channels.getByText("410: channel_is_archived")).toBeVisible();
    await expect(test).toBeFocused();
    // The notices job sends what happened, such as the first sign-in of an owner.
    expect(receiver.received.filter(({ body }) => body.includes("This is a test"))).toHaveLength(1);
    await expectNoFindings(page, "a test");
  });

  await test.step("what failed is in the navigation and on the page, and can be sent again", async () => {
    await addFailedNotice(app);
    await page.reload();
    await page.getByRole("button", { name: "Open navigation" }).click();
    await expect(page.getByRole("link", { name: "Settings 1 failed" })).toBeVisible();
    await page.getByRole("button", { name: "Close navigation" }).click();
    const failed = page.getByRole("region", { name: "Failed messages" });
    for (const words of ["Syncing with Camunda fails", "404: no_service", "Team channel"])
      await expect(failed.getByText(words)).toBeVisible();
    await expectNoFindings(page, "failed messages");
    const again = failed.getByRole("button", { name: "Send all again" });
    await waitUntilHeard(again);
    await again.click();
    await expect(failed.getByText("Latchkey sends them again within a minute.").last()).toBeVisible();
    await expect(failed.getByText("No failed messages.")).toBeVisible();
  });

  await test.step("an auditor sees nothing of the rules", async () => {
    const other = await (await browser.newContext()).newPage();
    await openAs(other, "auditor", `${url}/settings/notices`);
    const theirs = other.getByRole("form", { name: "My notices" });
    await expect(theirs.getByRole("checkbox")).toHaveCount(6);
    await expect(other.getByRole("form", { name: "Rules" })).toHaveCount(0);
    await other.context().close();
  });
});
