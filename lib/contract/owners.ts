import * as z from "zod/mini";
import { memberIdSchema } from "@/lib/contract/members";
import { textSchema } from "@/lib/contract/text";

/** The maximum length of a purpose, in UTF-16 units. */
export const PURPOSE_LENGTH = 500;

/** Who answers for a client: a member, or somebody else by name. */
export const ownerInputSchema = z.union([
  z.strictObject({ memberId: memberIdSchema }),
  z.strictObject({ name: textSchema(100).check(z.minLength(1, "Name the owner.")) }),
]);
export type OwnerInput = z.infer<typeof ownerInputSchema>;

/** What each client must have: LATCHKEY_REQUIRE. */
export const REQUIRABLE = ["owner", "purpose"] as const;

/** The team's rules for clients that are created or adopted here. */
export const clientRulesSchema = z.object({
  requires: z.array(z.enum(REQUIRABLE)),
  /** A regular expression that the whole name must match, and a name that does. */
  names: z.nullable(z.object({ pattern: z.string(), example: z.string() })),
});
/** The owner that a new client is proposed to have. */
export const proposedOwnerSchema = z.object({ memberId: memberIdSchema, name: z.string() });
export type ClientRules = z.infer<typeof clientRulesSchema>;
