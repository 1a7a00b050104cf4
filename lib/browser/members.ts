import { infiniteQueryOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import { get, send } from "@/lib/browser/api";
import { queryString } from "@/lib/browser/query-string";
import type {
  AddMemberInput,
  ChangeMemberInput,
  ClusterAccess,
  MemberList,
  MemberListQuery,
} from "@/lib/contract/members";

const schemas = () => import("@/lib/contract/members");

type View = Pick<MemberListQuery, "search">;

/** The members, page by page. */
export const membersQuery = (view: View = {}) =>
  infiniteQueryOptions({
    queryKey: ["members", view],
    queryFn: ({ pageParam }) =>
      get(`/api/members?${queryString({ ...view, after: pageParam })}`, async () => (await schemas()).memberListSchema),
    initialPageParam: null as string | null,
    getNextPageParam: (page: MemberList) => page.nextAfter,
  });

/** What owners gave a member. Read for each change. */
export const memberGrantsQuery = (memberId: string) =>
  queryOptions({
    queryKey: ["member-grants", memberId],
    staleTime: 0,
    gcTime: 0,
    queryFn: () => get(`/api/members/${memberId}`, async () => (await schemas()).memberGrantsSchema),
  });

/** Who holds a role on a cluster, page by page. */
export const clusterAccessQuery = (clusterId: string, view: View = {}) =>
  infiniteQueryOptions({
    queryKey: ["cluster-access", clusterId, view],
    queryFn: ({ pageParam }) =>
      get(
        `/api/clusters/${clusterId}/access?${queryString({ ...view, after: pageParam })}`,
        async () => (await schemas()).clusterAccessSchema,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page: ClusterAccess) => page.nextAfter,
  });

/** Reloads all lists of members from the server. */
export async function reloadMembers(queries: QueryClient): Promise<void> {
  await Promise.all([
    queries.invalidateQueries({ queryKey: ["members"] }),
    queries.invalidateQueries({ queryKey: ["cluster-access"] }),
  ]);
}

/** Invites a person by their address. @throws ApiError */
export function addMember(input: AddMemberInput): Promise<void> {
  return send("POST", "/api/members", input);
}

/** Changes a member's access, or disables or enables them. @throws ApiError */
export function changeMember(memberId: string, input: ChangeMemberInput): Promise<void> {
  return send("PATCH", `/api/members/${memberId}`, input);
}

/** Removes a member, or takes an invitation back. @throws ApiError */
export function removeMember(memberId: string): Promise<void> {
  return send("DELETE", `/api/members/${memberId}`);
}
