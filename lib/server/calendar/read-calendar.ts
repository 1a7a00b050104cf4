import "server-only";
import { findReader } from "@/lib/server/calendar/find-reader";
import { listDates } from "@/lib/server/calendar/list-dates";
import { writeCalendar } from "@/lib/server/calendar/write-calendar";
import { AppError } from "@/lib/server/platform/errors";

/**
 * The calendar feed with this token, with what its member may see at this moment.
 * @throws AppError not_found for a token that is nobody's, or of somebody who has no access now
 */
export async function readCalendar(
  token: string,
  facts: { address: string | null; requestId: string },
): Promise<string> {
  const reader = await findReader(token, facts);
  if (!reader) throw new AppError("not_found");
  return writeCalendar(await listDates(reader.principal), reader.zone);
}
