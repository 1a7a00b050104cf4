import "server-only";
import { type Channel, moreText, type NoticeText } from "@/lib/server/notices/channels/letter";
import { postJson } from "@/lib/server/notices/channels/post-json";

/** The three characters with a meaning in Slack's mrkdwn. */
const escapeText = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const link = (url: string, words: string) => `<${escapeText(url).replaceAll("|", "%7C")}|${words}>`;

/** Of 50 blocks at most. Each notice has two. */
const MOST = 20;

/** The words are plain text, in which no name can be a link, a mention or markup. Only our own links are mrkdwn. */
const blocksOf = ({ text, url, stopUrl }: NoticeText) => [
  { type: "section", text: { type: "plain_text", text: text.slice(0, 2_900), emoji: false } },
  {
    type: "context",
    elements: [
      { type: "mrkdwn", text: `${link(url, "Open in Latchkey")} · ${link(stopUrl, "Stop these")}`, verbatim: true },
    ],
  },
];

/** A Slack incoming webhook. */
export const slackChannel =
  (webhook: string): Channel =>
  ({ subject, notices, more }) => {
    const left = more + Math.max(0, notices.length - MOST);
    const blocks = [
      ...notices.slice(0, MOST).flatMap(blocksOf),
      ...(left > 0 ? [{ type: "section", text: { type: "plain_text", text: moreText(left), emoji: false } }] : []),
    ];
    const body = { text: escapeText(subject), mrkdwn: false, unfurl_links: false, unfurl_media: false, blocks };
    return postJson(webhook, JSON.stringify(body));
  };
