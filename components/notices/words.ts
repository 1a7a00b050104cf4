import type { NoticeChannel, NoticeTiming } from "@/lib/contract/notice-kinds";

export const CHANNEL_NAMES: Record<NoticeChannel, string> = {
  mail: "E-mail",
  slack: "Slack",
  teams: "Microsoft Teams",
  webhook: "Webhook",
};

/** The settings that each channel needs. */
export const CHANNEL_SETTINGS: Record<NoticeChannel, string> = {
  mail: "LATCHKEY_SMTP_URL and LATCHKEY_MAIL_FROM",
  slack: "LATCHKEY_SLACK_WEBHOOK",
  teams: "LATCHKEY_TEAMS_WEBHOOK",
  webhook: "LATCHKEY_NOTICE_WEBHOOK and LATCHKEY_NOTICE_WEBHOOK_SECRET",
};

export const TIMING_NAMES: Record<NoticeTiming, string> = {
  at_once: "At once",
  daily: "In the daily digest",
  off: "Never",
};
