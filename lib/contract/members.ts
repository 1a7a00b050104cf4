import * as z from "zod/mini";
import { clusterIdSchema } from "@/lib/contract/clusters";
import { instantSchema } from "@/lib/contract/instant";
import { listPageShape, listQueryShape } from "@/lib/contract/lists";
import { roleSchema } from "@/lib/contract/roles";

export const memberIdSchema = z.uuid().check(z.toLowerCase());

/** The largest number of clusters that owners can name for one member. */
const MOST_CLUSTERS = 200;

const CLUSTERS_RULE = `Choose all clusters, or 1 to ${MOST_CLUSTERS} of them.`;

/** Invited people have not signed in yet. Those without access have, and hold no role. */
const MEMBER_STATES = ["invited", "active", "no_access", "disabled"] as const;
export type MemberState = (typeof MEMBER_STATES)[number];

/** What an owner gives: a role on all clusters, or on those with these IDs. */
const grantInputSchema = z
  .strictObject({
    role: roleSchema,
    clusters: z.union(
      [
        z.literal("all"),
        z.array(clusterIdSchema).check(z.minLength(1, CLUSTERS_RULE), z.maxLength(MOST_CLUSTERS, CLUSTERS_RULE)),
      ],
      CLUSTERS_RULE,
    ),
  })
  .check(
    z.refine(({ role, clusters }) => role !== "owner" || clusters === "all", {
      path: ["clusters"],
      error: "An owner has access to all clusters. Choose all clusters, or another role.",
    }),
  );

const targetsOf = (grants: readonly { clusters: "all" | readonly string[] }[]) =>
  grants.flatMap(({ clusters }) => clusters);

/** All that owners give a member: several entries for different roles on different clusters. */
const grantsInputSchema = z.array(grantInputSchema).check(
  z.minLength(1, "Choose a role."),
  z.maxLength(4, "Choose each role once."),
  z.refine((grants) => targetsOf(grants).length <= MOST_CLUSTERS, `Choose at most ${MOST_CLUSTERS} clusters.`),
  z.refine(
    (grants) => new Set(targetsOf(grants)).size === targetsOf(grants).length,
    "Each cluster can have one role. Choose it once.",
  ),
);
export type GrantInput = z.infer<typeof grantsInputSchema>[number];

/** POST /api/members: invites the person who signs in with this verified address first. */
export const addMemberInputSchema = z.strictObject({
  email: z
    .string()
    .check(
      z.trim(),
      z.maxLength(254, "At most 254 characters."),
      z.regex(z.regexes.html5Email, "This is not an e-mail address."),
    ),
  grants: grantsInputSchema,
});
export type AddMemberInput = z.infer<typeof addMemberInputSchema>;

/** PATCH /api/members/{memberId}: other access, or whether the member is disabled. */
export const changeMemberInputSchema = z
  .strictObject({ grants: z.optional(grantsInputSchema), disabled: z.optional(z.boolean()) })
  .check(
    z.refine(
      ({ grants, disabled }) => (grants === undefined) !== (disabled === undefined),
      "Send either the access, or whether the member is disabled.",
    ),
  );
export type ChangeMemberInput = z.infer<typeof changeMemberInputSchema>;

/** One reason for a role. `group` is the identity provider's group that gives it, null when an owner gave it. */
const grantShape = { role: roleSchema, group: z.nullable(z.string()) };

const memberShape = {
  id: memberIdSchema,
  /** Empty until the first sign-in. */
  name: z.string(),
  email: z.nullable(z.string()),
  state: z.enum(MEMBER_STATES),
};

export const memberSchema = z.object({
  ...memberShape,
  /** Whether the identity provider reported the address as verified at the last sign-in. */
  emailVerified: z.boolean(),
  issuer: z.nullable(z.string()),
  subject: z.nullable(z.string()),
  /** The strongest role on any cluster. */
  role: z.nullable(roleSchema),
  access: z.array(
    z.object({
      ...grantShape,
      on: z.union([
        z.literal("all"),
        /** The clusters with names of this pattern. */
        z.object({ pattern: z.string() }),
        /** How many clusters, and the names of the first ones. */
        z.object({ count: z.int(), names: z.array(z.string()) }),
      ]),
    }),
  ),
  lastSeenAt: z.nullable(instantSchema),
  /** Whether this is the member who asks. */
  isYou: z.boolean(),
});
export type Member = z.infer<typeof memberSchema>;

/** The query of GET /api/members and GET /api/clusters/{clusterId}/access. */
export const memberListQuerySchema = z.strictObject({
  search: listQueryShape.search,
  after: z.optional(memberIdSchema),
});
export type MemberListQuery = z.infer<typeof memberListQuerySchema>;

const { total, found, nextAfter } = listPageShape;
const pageShape = { total, found, nextAfter };

/** GET /api/members: one page, by name. */
export const memberListSchema = z.object({ members: z.array(memberSchema), ...pageShape });
export type MemberList = z.infer<typeof memberListSchema>;

/** GET /api/members/{memberId}: what owners gave this member, to change it. Clusters that are gone are left out. */
export const memberGrantsSchema = z.object({
  grants: z.array(
    z.object({
      role: roleSchema,
      clusters: z.union([z.literal("all"), z.array(z.object({ id: clusterIdSchema, name: z.string() }))]),
    }),
  ),
});
export type MemberGrants = z.infer<typeof memberGrantsSchema>;

/** GET /api/clusters/{clusterId}/access: who holds a role on this cluster, by name, and each reason for it. */
export const clusterAccessSchema = z.object({
  members: z.array(
    z.object({
      ...memberShape,
      role: roleSchema,
      reasons: z.array(
        z.object({ ...grantShape, on: z.union([z.enum(["all", "cluster"]), z.object({ pattern: z.string() })]) }),
      ),
    }),
  ),
  ...pageShape,
});
export type ClusterAccess = z.infer<typeof clusterAccessSchema>;
