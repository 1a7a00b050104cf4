import * as z from "zod/mini";
import { instantSchema } from "@/lib/contract/instant";
import { NOTICE_CHANNELS, NOTICE_KINDS, NOTICE_TIMINGS } from "@/lib/contract/notice-kinds";

const kindSchema = z.enum(NOTICE_KINDS);
const channelSchema = z.enum(NOTICE_CHANNELS);

/** Whether Intl knows a time zone. */
export function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** An IANA time zone, such as "Europe/Berlin". An offset such as "+01:00" is none: it knows nothing of summer time. */
const zoneSchema = z.string().check(
  z.trim(),
  z.maxLength(60, "At most 60 characters."),
  z.refine((zone) => /^[A-Za-z]/.test(zone) && isZone(zone), "Enter a time zone such as Europe/Berlin."),
);

const ruleSchema = z.strictObject({
  kind: kindSchema,
  timing: z.enum(NOTICE_TIMINGS),
  channels: z
    .array(channelSchema)
    .check(z.refine((channels) => new Set(channels).size === channels.length, "Choose each channel once.")),
});
export type NoticeRuleInput = z.infer<typeof ruleSchema>;

const digestShape = { digestHour: z.int().check(z.gte(0), z.lte(23)), digestZone: zoneSchema };

/** GET /api/notices/rules, and the response to its PATCH. */
export const noticeSettingsSchema = z.object({
  /** One for each kind, in their order. */
  rules: z.array(ruleSchema),
  ...digestShape,
  channels: z.array(z.object({ channel: channelSchema, isConfigured: z.boolean() })),
});
export type NoticeSettings = z.infer<typeof noticeSettingsSchema>;

/** PATCH /api/notices/rules. What is left out stays. */
export const changeNoticeRulesSchema = z
  .strictObject({
    rules: z.optional(z.array(ruleSchema).check(z.minLength(1, "Choose a kind."), z.maxLength(NOTICE_KINDS.length))),
    digestHour: z.optional(digestShape.digestHour),
    digestZone: z.optional(zoneSchema),
  })
  .check(z.refine((changes) => Object.keys(changes).length > 0, "Nothing would change."));
export type ChangeNoticeRules = z.infer<typeof changeNoticeRulesSchema>;

/** GET /api/notices/me, and the response to its PATCH. */
export const ownNoticesSchema = z.object({
  /** The kinds that this member can be told about, and whether they are. */
  kinds: z.array(z.object({ kind: kindSchema, isTold: z.boolean() })),
  /** Null until the member chooses one: dates then have the zone of the digest. */
  zone: z.nullable(z.string()),
  digestZone: z.string(),
  /** Where mails go. Null when there is no address, or nobody has verified it. */
  address: z.nullable(z.string()),
  isMailConfigured: z.boolean(),
});
export type OwnNotices = z.infer<typeof ownNoticesSchema>;

/** PATCH /api/notices/me. What is left out stays. */
export const changeOwnNoticesSchema = z
  .strictObject({
    stops: z.optional(
      z
        .array(z.strictObject({ kind: kindSchema, isTold: z.boolean() }))
        .check(z.minLength(1), z.maxLength(NOTICE_KINDS.length)),
    ),
    zone: z.optional(z.nullable(zoneSchema)),
  })
  .check(z.refine((changes) => Object.keys(changes).length > 0, "Nothing would change."));
export type ChangeOwnNotices = z.infer<typeof changeOwnNoticesSchema>;

/** POST /api/notices/test */
export const testNoticeInputSchema = z.strictObject({ channel: channelSchema });

/** What the receiver of a test said. */
export const testNoticeResultSchema = z.object({ isAccepted: z.boolean(), answer: z.string() });
export type TestNoticeResult = z.infer<typeof testNoticeResultSchema>;

const failureIdSchema = z.uuid();

/** The query of GET /api/notices/failures. */
export const noticeFailuresQuerySchema = z.strictObject({ after: z.optional(failureIdSchema) });
export type NoticeFailuresQuery = z.infer<typeof noticeFailuresQuerySchema>;

/** GET /api/notices/failures: messages that were given up, the newest first. */
export const noticeFailuresSchema = z.object({
  failures: z.array(
    z.object({
      id: failureIdSchema,
      channel: channelSchema,
      /** The reader; null for a channel that a team reads. */
      memberName: z.nullable(z.string()),
      kinds: z.array(kindSchema),
      createdAt: instantSchema,
      tries: z.int(),
      /** What the receiver answered last. */
      answer: z.string(),
    }),
  ),
  nextAfter: z.nullable(failureIdSchema),
});
export type NoticeFailures = z.infer<typeof noticeFailuresSchema>;
