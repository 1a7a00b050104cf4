import "server-only";
import { type Channel, moreText, type NoticeText } from "@/lib/server/notices/channels/letter";
import { postJson } from "@/lib/server/notices/channels/post-json";

/** A card may have about 28 KB. */
const MOST = 20;

/** A TextRun shows its text as it is. The Markdown of a TextBlock could make links of names. */
const paragraph = (inlines: object[]) => ({ type: "RichTextBlock", inlines });
const run = (text: string, more: object = {}) => ({ type: "TextRun", text: text.slice(0, 1_000), ...more });
const link = (title: string, url: string) => run(title, { selectAction: { type: "Action.OpenUrl", title, url } });

const blocksOf = ({ text, url, stopUrl }: NoticeText) => [
  paragraph([run(text)]),
  paragraph([link("Open in Latchkey", url), run(" · "), link("Stop these", stopUrl)]),
];

/** A webhook of the Workflows app of Microsoft Teams, which takes a message with an Adaptive Card. */
export const teamsChannel =
  (webhook: string): Channel =>
  ({ subject, notices, more }) => {
    const left = more + Math.max(0, notices.length - MOST);
    const content = {
      $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
      type: "AdaptiveCard",
      version: "1.4",
      fallbackText: subject,
      body: [
        paragraph([run(subject, { weight: "Bolder" })]),
        ...notices.slice(0, MOST).flatMap(blocksOf),
        ...(left > 0 ? [paragraph([run(moreText(left))])] : []),
      ],
    };
    const attachment = { contentType: "application/vnd.microsoft.card.adaptive", contentUrl: null, content };
    return postJson(webhook, JSON.stringify({ type: "message", attachments: [attachment] }));
  };
