/**
 * The five scopes of clients of Camunda 8 SaaS, in Console's order. The API uses these spellings, case included.
 * Source: the `permissions` enum of the API description. Camunda can report other scopes, so read them as any strings.
 */
export const SCOPES = ["Zeebe", "Tasklist", "Operate", "Optimize", "Secrets"] as const;

export type Scope = (typeof SCOPES)[number];

/**
 * What a client with each scope can do, worded to follow "can"; what the scope opens, in a few words; and its name in newer
 * documentation.
 */
export const SCOPE_FACTS: Record<Scope, { can: string; opens: string; newName: string }> = {
  Zeebe: {
    can: "deploy and start processes, work on jobs and user tasks, publish messages, and from 8.8 on search all of it, over gRPC and REST",
    opens: "Processes, jobs, messages",
    newName: "Orchestration Cluster API",
  },
  Tasklist: {
    can: "use Tasklist's API to find, claim and complete user tasks",
    opens: "User tasks",
    newName: "Orchestration Cluster API (Tasklist)",
  },
  Operate: {
    can: "use Operate's API to read process instances, their variables and incidents",
    opens: "Instances, variables, incidents",
    newName: "Orchestration Cluster API (Operate)",
  },
  Optimize: {
    can: "use Optimize's API to export reports and dashboards and send in external data",
    opens: "Reports and dashboards",
    newName: "Optimize API",
  },
  Secrets: {
    can: "read the cluster's connector secrets, for connectors in your own network",
    opens: "Connector secrets",
    newName: "Administration API: Secrets",
  },
};

/** Sorts scopes in the order of SCOPES, without duplicates. */
export function orderScopes(scopes: readonly Scope[]): Scope[] {
  return SCOPES.filter((scope) => scopes.includes(scope));
}
