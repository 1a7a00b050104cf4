import * as z from "zod/mini";
import { staleSchema } from "@/lib/contract/clusters";
import { instantSchema } from "@/lib/contract/instant";

/** GET and POST /api/sync: the sync that is running, or the last one. It counts the clusters that the reader may know of. */
export const syncStateSchema = z.object({
  isRunning: z.boolean(),
  /** How many clusters it has tried to read, of how many, and how many of those failed. */
  done: z.int(),
  total: z.int(),
  failed: z.int(),
  /** Null before the first sync. */
  startedAt: z.nullable(instantSchema),
  /** Null while it runs, and when its instance died before the end. */
  finishedAt: z.nullable(instantSchema),
  /** Why the last sync that ended could not read all clusters. Null when it could, or failed for some of them alone. */
  error: staleSchema,
});
export type SyncState = z.infer<typeof syncStateSchema>;
