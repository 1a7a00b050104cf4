import * as z from "zod/mini";
import { clientIdSchema } from "@/lib/contract/clients";
import { clusterIdSchema } from "@/lib/contract/clusters";
import { PUT_OFF_DAYS, REVIEW_RHYTHMS } from "@/lib/contract/end-choices";
import { endSchema } from "@/lib/contract/ends";
import { MOST_CHANGED } from "@/lib/contract/inventory-filters";
import { memberIdSchema } from "@/lib/contract/members";
import { ownerInputSchema, PURPOSE_LENGTH } from "@/lib/contract/owners";
import { textSchema } from "@/lib/contract/text";

const MOST_TAGS = 20;

/** A tag, stored in lower case. Commas separate tags. */
export const tagSchema = z.string().check(
  z.trim(),
  z.toLowerCase(),
  z.minLength(1, "A tag has at least one character."),
  z.maxLength(40, "At most 40 characters for each tag."),
  z.refine((tag) => !/[,\p{C}]/u.test(tag), "A tag has no comma, and no invisible characters."),
);

/** What changes. Fields that are left out stay. */
const metadataChangesSchema = z
  .strictObject({
    owner: z.optional(z.nullable(ownerInputSchema)),
    purpose: z.optional(z.nullable(textSchema(PURPOSE_LENGTH))),
    /** A day of this century, such as "2027-03-31". */
    reviewOn: z.optional(
      z.nullable(
        z.iso.date().check(z.refine((day) => day >= "2000" && day < "2100", "Choose a day from 2000 to 2099.")),
      ),
    ),
    tags: z.optional(z.array(tagSchema).check(z.maxLength(MOST_TAGS, `At most ${MOST_TAGS} tags.`))),
    /** Whether a client that was created elsewhere counts as one of ours. */
    isAdopted: z.optional(z.boolean()),
    /** When it ends. A new end is in the future. */
    end: z.optional(z.nullable(endSchema)),
    /** Puts off the end, from now if it has passed. */
    putOffDays: z.optional(z.literal(PUT_OFF_DAYS)),
    /** How long after each review the next one is due, in days. Sets the review date, if none comes sooner. */
    reviewEveryDays: z.optional(z.nullable(z.literal(REVIEW_RHYTHMS))),
    /** Confirms a review, and moves its date by the rhythm. */
    isStillNeeded: z.optional(z.literal(true)),
  })
  .check(
    z.refine(({ end, putOffDays }) => end === undefined || putOffDays === undefined, {
      path: ["end"],
      error: "Choose a new end, or postpone the one there is.",
    }),
  );
export type MetadataChanges = z.infer<typeof metadataChangesSchema>;

const changedClientSchema = z.strictObject({
  clusterId: clusterIdSchema,
  clientId: clientIdSchema,
  changes: metadataChangesSchema,
  /** Sent with an undo: a fingerprint of the fields as the change left them. If they have changed since, it is refused. */
  left: z.optional(z.string().check(z.maxLength(100))),
});
export type ChangedClient = z.infer<typeof changedClientSchema>;

const keyOf = ({ clusterId, clientId }: ChangedClient) => `${clusterId}/${clientId}`;

/** PATCH /api/clients */
export const changeMetadataInputSchema = z.strictObject({
  clients: z.array(changedClientSchema).check(
    z.minLength(1, "Choose at least one client."),
    z.maxLength(MOST_CHANGED, `Choose at most ${MOST_CHANGED} clients.`),
    z.refine(
      (clients) => new Set(clients.map(keyOf)).size === clients.length,
      "Each client can be changed once. Choose it once.",
    ),
  ),
});
export type ChangeMetadataInput = z.infer<typeof changeMetadataInputSchema>;

/**
 * How many clients changed, and what undoes that, when it is sent again: the values from before, for those of the clients
 * that this member may change back.
 */
export const changedMetadataSchema = z.object({
  changed: z.int().check(z.nonnegative()),
  undo: z.array(changedClientSchema),
});
export type ChangedMetadata = z.infer<typeof changedMetadataSchema>;

/** GET /api/owners: members who can be owners, by name, then others who own clients, such as teams. */
export const ownerListSchema = z.object({
  owners: z.array(z.object({ memberId: z.nullable(memberIdSchema), name: z.string() })),
});
export type OwnerList = z.infer<typeof ownerListSchema>;
export const ownerListQuerySchema = z.strictObject({ search: z.optional(textSchema(100)) });
