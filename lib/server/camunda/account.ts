import "server-only";
import { env } from "@/lib/server/platform/env";
import { ORGANIZATION_ID } from "@/lib/server/platform/organization";

/** An organization's account at Camunda: its own API client, and the addresses of the API. */
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

/** The account from the settings. */
export function configuredAccount(): Account {
  return { organizationId: ORGANIZATION_ID, ...env().camunda };
}
