/**
 * The five scopes a client of Camunda 8 SaaS can be given, in Console's order. The wire spells them so, case included.
 * Source: the API description's `permissions` enum. When reading, treat scopes as open strings (others have been seen).
 */
export const SCOPES = ["Zeebe", "Tasklist", "Operate", "Optimize", "Secrets"] as const;

export type Scope = (typeof SCOPES)[number];

/** What a client with each scope can do, to be read after "can", and the name that newer documentation gives the scope. */
export const SCOPE_FACTS: Record<Scope, { can: string; newName: string }> = {
  Zeebe: {
    can: "deploy and start processes, work on jobs and user tasks, publish messages, and from 8.8 on search all of it, over gRPC and REST",
    newName: "Orchestration Cluster API",
  },
  Tasklist: {
    can: "use Tasklist's API to find, claim and complete user tasks",
    newName: "Orchestration Cluster API (Tasklist)",
  },
  Operate: {
    can: "use Operate's API to read process instances, their variables and incidents",
    newName: "Orchestration Cluster API (Operate)",
  },
  Optimize: {
    can: "use Optimize's API to export reports and dashboards and send in external data",
    newName: "Optimize API",
  },
  Secrets: {
    can: "read the cluster's connector secrets, for connectors in your own network",
    newName: "Administration API: Secrets",
  },
};

/** Puts scopes into the fixed order of SCOPES, without repeats. */
export function orderScopes(scopes: readonly Scope[]): Scope[] {
  return SCOPES.filter((scope) => scopes.includes(scope));
}
