import { infiniteQueryOptions } from "@tanstack/react-query";
import { change, get, post, send } from "@/lib/browser/api";
import { queryString } from "@/lib/browser/query-string";
import type { NoticeChannel } from "@/lib/contract/notice-kinds";
import type {
  ChangeNoticeRules,
  ChangeOwnNotices,
  NoticeFailures,
  NoticeSettings,
  OwnNotices,
  TestNoticeResult,
} from "@/lib/contract/notices";

const schemas = () => import("@/lib/contract/notices");

/** Messages that were given up, page by page. */
export const noticeFailuresQuery = infiniteQueryOptions({
  queryKey: ["notice-failures"],
  queryFn: ({ pageParam }) =>
    get(
      `/api/notices/failures?${queryString({ after: pageParam })}`,
      async () => (await schemas()).noticeFailuresSchema,
    ),
  initialPageParam: null as string | null,
  getNextPageParam: (page: NoticeFailures) => page.nextAfter,
});

/** Changes who is told what. @throws ApiError */
export function changeNoticeRules(changes: ChangeNoticeRules): Promise<NoticeSettings> {
  return change("/api/notices/rules", changes, async () => (await schemas()).noticeSettingsSchema);
}

/** Changes what this person is told. @throws ApiError */
export function changeOwnNotices(changes: ChangeOwnNotices): Promise<OwnNotices> {
  return change("/api/notices/me", changes, async () => (await schemas()).ownNoticesSchema);
}

/** Sends a test, and says what its receiver answered. @throws ApiError */
export function sendTestNotice(channel: NoticeChannel): Promise<TestNoticeResult> {
  return post("/api/notices/test", { channel }, async () => (await schemas()).testNoticeResultSchema);
}

/** Sends what was given up once more. @throws ApiError */
export function sendFailedNotices(): Promise<void> {
  return send("POST", "/api/notices/failures", {});
}
