import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { change, get } from "@/lib/browser/api";
import { queryString } from "@/lib/browser/query-string";
import type { ChangedClient, ChangedMetadata } from "@/lib/contract/metadata";

const schemas = () => import("@/lib/contract/metadata");

/** Who can be an owner, as somebody types. */
export const ownersQuery = (search: string) =>
  queryOptions({
    queryKey: ["owners", search],
    queryFn: () => get(`/api/owners?${queryString({ search })}`, async () => (await schemas()).ownerListSchema),
    placeholderData: keepPreviousData,
  });

/** Changes the metadata of clients. @returns how many changed, and what undoes it @throws ApiError */
export function changeMetadata(clients: readonly ChangedClient[]): Promise<ChangedMetadata> {
  return change("/api/clients", { clients }, async () => (await schemas()).changedMetadataSchema);
}
