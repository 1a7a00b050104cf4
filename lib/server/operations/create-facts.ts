import "server-only";
import { z } from "zod";
import { type Connection, connectionSchema } from "@/lib/contract/clients";

/** What only the create response reports. The client's row stores it as JSON. */
export type CreateFacts = Pick<Connection, "audience" | "endpoints">;
const createFactsSchema = z.object({
  audience: connectionSchema.shape.audience,
  endpoints: connectionSchema.shape.endpoints,
});

/** Reads the stored column. Null for a client that was created elsewhere. */
export function readCreateFacts(json: string | null | undefined): CreateFacts | null {
  return createFactsSchema.safeParse(JSON.parse(json ?? "null")).data ?? null;
}
