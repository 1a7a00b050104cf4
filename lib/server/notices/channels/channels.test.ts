import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Letter } from "@/lib/server/notices/channels/letter";
import { mailChannel } from "@/lib/server/notices/channels/mail";
import { postJson } from "@/lib/server/notices/channels/post-json";
import { slackChannel } from "@/lib/server/notices/channels/slack";
import { teamsChannel } from "@/lib/server/notices/channels/teams";
import { startMailServer, startReceiver } from "@/lib/server/notices/testing/receivers";
import { restoreSettings, setSettings, settingsAt } from "@/lib/server/platform/testing/settings";

/** A client can have any name in Camunda. */
const HOSTILE = "<b>x</b> & <!channel> [pay](https://evil.test) *now* {{DATE(2020)}} \"'";
const notice = {
  ...{ kind: "created_elsewhere" as const, title: "A client", text: `The client "${HOSTILE}" was created.` },
  ...{ url: "https://l.test/clusters/1/clients/a%7Cb", stopUrl: "https://l.test/settings/notices#created_elsewhere" },
  ...{ at: new Date(), clusterId: "1", clientId: "a|b" },
};
const letter: Letter = {
  ...{ id: "5f0c2f0e-7a53-4a58-9f57-000000000001", subject: `Latchkey: ${HOSTILE}`, notices: [notice], more: 3 },
  to: { name: 'Eve "<eve@evil.test>",', address: "reader@example.test" },
};

beforeEach(() => {
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  setSettings({ ...settingsAt("https://l.test"), LATCHKEY_NOTICE_HOSTS: "127.0.0.1" });
});
afterEach(() => {
  vi.restoreAllMocks();
  restoreSettings();
});

describe("a name from Camunda", () => {
  it("is plain text for Slack: no mention, no link, no markup", async () => {
    await using receiver = await startReceiver();
    expect(await slackChannel(receiver.url)(letter)).toEqual({ isAccepted: true, answer: "200: ok" });
    const body = JSON.parse(receiver.received[0]?.body ?? "");
    expect(body.text).not.toMatch(/[<>]/);
    expect(body).toMatchObject({ mrkdwn: false, unfurl_links: false });
    const [section, context, more] = body.blocks;
    expect(section).toEqual({ type: "section", text: { type: "plain_text", text: notice.text, emoji: false } });
    expect(context.elements[0]).toMatchObject({
      type: "mrkdwn",
      verbatim: true,
      text: `<${notice.url}|Open in Latchkey> · <${notice.stopUrl}|Stop these>`,
    });
    expect(more.text.text).toBe("And 3 more.");
  });

  it("is a run of text for Teams, where no Markdown is read", async () => {
    await using receiver = await startReceiver((_, response) => response.writeHead(202).end());
    expect(await teamsChannel(receiver.url)(letter)).toEqual({ isAccepted: true, answer: "202" });
    const { type, attachments } = JSON.parse(receiver.received[0]?.body ?? "");
    expect([type, attachments[0].contentType]).toEqual(["message", "application/vnd.microsoft.card.adaptive"]);
    const { body } = attachments[0].content;
    expect(new Set(body.map((block: { type: string }) => block.type))).toEqual(new Set(["RichTextBlock"]));
    expect(body[1].inlines).toEqual([{ type: "TextRun", text: notice.text }]);
    expect(body[2].inlines[0].selectAction).toEqual({
      type: "Action.OpenUrl",
      title: "Open in Latchkey",
      url: notice.url,
    });
  });

  it("is escaped in a mail, and adds no header, address or reader", async () => {
    await using server = await startMailServer();
    const send = mailChannel({ smtpUrl: server.url, from: "Latchkey <latchkey@example.test>" });
    const subject = `${letter.subject}\r\nBcc: eve@evil.test`;
    expect(await send({ ...letter, subject })).toMatchObject({ isAccepted: true });
    const [mail] = server.mails;
    expect(mail?.to).toEqual(["reader@example.test"]);
    expect(mail?.headers).not.toMatch(/^Bcc:/m);
    const html = mail?.text.slice(mail.text.indexOf("<!doctype")) ?? "";
    expect(html).toContain("&lt;b&gt;x&lt;/b&gt; &amp; &lt;!channel&gt;");
    expect(html).not.toContain("<b>");
  });
});

describe("a webhook", () => {
  it.each([
    ...[
      "http://127.0.0.2:1",
      "http://10.1.2.3",
      "http://172.16.0.1",
      "http://192.168.1.1",
      "http://169.254.169.254/latest",
    ],
    ...["http://[::1]", "http://[fd00::1]", "http://[fe80::1]", "http://[::ffff:10.0.0.1]", "http://[64:ff9b::a00:1]"],
    // Other forms of 127.0.0.2 and 0.0.0.0, and a name that leads to this machine.
    ...["http://0x7f.2", "http://2130706434", "http://0", "http://localhost:1"],
  ])("to %s is refused before anything is sent", async (url) => {
    const { isAccepted, answer } = await postJson(url, "{}");
    expect(isAccepted).toBe(false);
    expect(answer).toMatch(/ is in a private network, so nothing was sent\./);
  });

  it("reaches a host of a private network that the settings name, and no other", async () => {
    await using receiver = await startReceiver();
    const { port } = new URL(receiver.url);
    expect((await postJson(receiver.url, "{}")).isAccepted).toBe(true);
    setSettings({ LATCHKEY_NOTICE_HOSTS: "localhost" });
    expect((await postJson(receiver.url, "{}")).isAccepted).toBe(false);
    expect((await postJson(`http://localhost:${port}`, "{}")).isAccepted).toBe(true);
    expect(receiver.received).toHaveLength(2);
  });

  it.each([301, 302, 303, 307, 308])("follows no redirect (%d)", async (status) => {
    await using receiver = await startReceiver((_, response) =>
      response.writeHead(status, { location: "/elsewhere" }).end("moved"),
    );
    expect(await postJson(receiver.url, "{}")).toEqual({
      isAccepted: false,
      answer: `${status}: a redirect, which is not followed.`,
    });
    expect(receiver.received.map(({ path }) => path)).toEqual(["/"]);
  });

  it("shows the receiver's own answer, cut and on one line", async () => {
    await using receiver = await startReceiver((_, response) =>
      response.writeHead(404).end(`no_service\n\u202e${"x".repeat(1_000)}`),
    );
    const { isAccepted, answer } = await postJson(receiver.url, "{}");
    expect(isAccepted).toBe(false);
    expect(answer).toMatch(/^404: no_service x{100,300}…$/);
    expect(await postJson("http://127.0.0.1:1", "{}")).toEqual({
      isAccepted: false,
      answer: "The connection failed (ECONNREFUSED).",
    });
  });
});

it("credentials go to a mail server over TLS only", async () => {
  // Only 127.0.0.1 counts as this machine.
  await using server = await startMailServer("127.0.0.2");
  const from = "latchkey@example.test";
  const withPassword = server.url.replace("//", "//user:password@");
  expect((await mailChannel({ smtpUrl: withPassword, from })(letter)).isAccepted).toBe(false);
  expect(server.mails).toEqual([]);
  expect((await mailChannel({ smtpUrl: server.url, from })(letter)).isAccepted).toBe(true);
  expect(server.mails).toHaveLength(1);
});
