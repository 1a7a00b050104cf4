import { queryOptions } from "@tanstack/react-query";
import { get, post } from "@/lib/browser/api";

/** How often a page asks how far a sync is, in milliseconds. It asks only while one is running. */
const POLL_MS = 2_000;
/** How often it asks whether Camunda can be read again. */
const RETRY_MS = 30_000;

const schema = async () => (await import("@/lib/contract/sync")).syncStateSchema;

export const syncQuery = () =>
  queryOptions({
    queryKey: ["sync"],
    queryFn: () => get("/api/sync", schema),
    refetchInterval: ({ state: { data } }) => (data?.isRunning ? POLL_MS : data?.error ? RETRY_MS : false),
    // A person who comes back to the page sees a sync that has begun since.
    refetchOnWindowFocus: "always",
  });

/** Begins a sync, or joins the one that is running. @throws ApiError */
export const beginSync = () => post("/api/sync", {}, schema);
