import "server-only";
import { env } from "@/lib/server/platform/env";

/** The organization that Latchkey manages. A second one will be a second value; rows carry the id already. */
export const ORGANIZATION_ID = "default";

/** Whom Latchkey speaks for at Camunda: an organization's own API client, and where its API is. */
export type Account = {
  organizationId: string;
  /** The Console API, without a trailing slash. */
  baseUrl: string;
  /** The token endpoint, a full URL. */
  oauthUrl: string;
  audience: string;
  clientId: string;
  clientSecret: string;
};

/** The account of the settings. */
export function configuredAccount(): Account {
  return { organizationId: ORGANIZATION_ID, ...env().camunda };
}
