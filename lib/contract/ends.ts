import * as z from "zod/mini";
import { END_ACTIONS } from "@/lib/contract/end-choices";
import { instantSchema } from "@/lib/contract/instant";

/** When a client is no longer needed, and what happens then. */
export const endSchema = z.strictObject({
  at: instantSchema.check(z.refine((at) => at >= "2000" && at < "2100", "Choose a time from 2000 to 2099.")),
  action: z.enum(END_ACTIONS),
});
export type End = z.infer<typeof endSchema>;
