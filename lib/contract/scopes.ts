import { z } from "zod";

/**
 * The five scopes a client of Camunda 8 SaaS can be given, in Console's order. The wire spells them so, case included.
 * Source: the API description's `permissions` enum. When reading, treat scopes as open strings (others have been seen).
 */
export const SCOPES = ["Zeebe", "Tasklist", "Operate", "Optimize", "Secrets"] as const;

export const scopeSchema = z.enum(SCOPES);
export type Scope = z.infer<typeof scopeSchema>;

/** What each scope opens, in one sentence, and the name that newer Camunda documentation gives it. */
export const SCOPE_FACTS: Record<Scope, { opens: string; newName: string }> = {
  Zeebe: {
    opens: "Deploy and start processes, work on jobs, and publish messages, over gRPC and REST.",
    newName: "Orchestration Cluster API",
  },
  Tasklist: {
    opens: "Find, claim and complete user tasks.",
    newName: "Orchestration Cluster API (Tasklist, older part)",
  },
  Operate: {
    opens: "Read running and finished process instances, variables and incidents.",
    newName: "Orchestration Cluster API (Operate, older part)",
  },
  Optimize: {
    opens: "Export reports and dashboards, and send in external data.",
    newName: "Optimize API",
  },
  Secrets: {
    opens: "Read the cluster's connector secrets, for connectors that run in your own network.",
    newName: "Administration API: Secrets",
  },
};

/** Puts scopes into the fixed order of SCOPES, without repeats. */
export function orderScopes(scopes: readonly Scope[]): Scope[] {
  return SCOPES.filter((scope) => scopes.includes(scope));
}
