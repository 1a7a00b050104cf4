import "server-only";
import { NOTICE_CHANNELS, type NoticeChannel } from "@/lib/contract/notice-kinds";
import type { Channel } from "@/lib/server/notices/channels/letter";
import { mailChannel } from "@/lib/server/notices/channels/mail";
import { slackChannel } from "@/lib/server/notices/channels/slack";
import { teamsChannel } from "@/lib/server/notices/channels/teams";
import { webhookChannel } from "@/lib/server/notices/channels/webhook";
import { env } from "@/lib/server/platform/env";

/** The way out of a channel. Null for one without settings. */
export function findChannel(channel: NoticeChannel): Channel | null {
  const { mail, slack, teams, webhook } = env().notices;
  switch (channel) {
    case "mail":
      return mail && mailChannel(mail);
    case "slack":
      return slack === null ? null : slackChannel(slack);
    case "teams":
      return teams === null ? null : teamsChannel(teams);
    case "webhook":
      return webhook && webhookChannel(webhook);
  }
}

export const configuredChannels = () => NOTICE_CHANNELS.filter((channel) => findChannel(channel) !== null);
