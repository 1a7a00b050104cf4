import * as z from "zod/mini";
import { instantSchema } from "@/lib/contract/instant";

/** GET /api/me/calendar: when this member's feed was made. Null without one. */
export const calendarStateSchema = z.object({ madeAt: z.nullable(instantSchema) });
export type CalendarState = z.infer<typeof calendarStateSchema>;

/** 201 of POST /api/me/calendar: the only response with the address of the feed, which replaces the one before. */
export const calendarMadeSchema = z.object({ madeAt: instantSchema, address: z.string() });
export type CalendarMade = z.infer<typeof calendarMadeSchema>;

/** The path of GET /api/calendar/{token}. A token has 256 bits. */
export const calendarPathSchema = z.object({ token: z.string().check(z.regex(/^[A-Za-z0-9_-]{43}\.ics$/)) });
