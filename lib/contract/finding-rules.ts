/** What can be wrong with a client, the most urgent first. */
export const FINDING_RULES = [
  "orphaned",
  "secret_unconfirmed",
  "made_elsewhere",
  "broad_scopes",
  "unknown_scope",
  "owner_gone",
  "no_owner",
  "review_passed",
  "too_old",
  "cluster_down",
  "old_hosts",
  "similar_names",
] as const;
export type FindingRule = (typeof FINDING_RULES)[number];

/** Each rule's name, and why it matters. */
export const FINDING_WORDS: Record<FindingRule, { title: string; why: string }> = {
  orphaned: {
    title: "Nobody has the secret",
    why: "Camunda created the client, but its response was lost: nobody can use it, and it only adds to what can be stolen.",
  },
  secret_unconfirmed: {
    title: "Secret may not have been seen",
    why: "No browser confirmed that it showed the secret, so perhaps nobody can use the client.",
  },
  made_elsewhere: {
    title: "Made elsewhere",
    why: "The client appeared outside Latchkey, so nobody here knows who asked for it and what it is for.",
  },
  broad_scopes: {
    title: "More scopes than one purpose needs",
    why: "Whoever gets hold of the secret can do all of this, and few applications need it.",
  },
  unknown_scope: {
    title: "Unknown scope",
    why: "Camunda's documentation does not list this scope, so nobody can say what the client may do.",
  },
  owner_gone: {
    title: "Owner is gone",
    why: "The owner can't sign in to Latchkey any more, so nobody answers for the client.",
  },
  no_owner: {
    title: "No owner",
    why: "Without an owner, nobody can say whether the client is still needed, or be told when it leaks.",
  },
  review_passed: {
    title: "Review date passed",
    why: "Somebody wanted to check by then whether the client is still needed.",
  },
  too_old: {
    title: "Old secret",
    why: "Camunda's secrets never expire: the older one is, the more people and places have seen it.",
  },
  cluster_down: {
    title: "Cluster is suspended or removed",
    why: "The client works again as soon as its cluster does, and until then nobody looks after it.",
  },
  old_hosts: {
    title: "Hosts that Camunda 8.10 removes",
    why: "The client's files were made with addresses that stop working when the cluster is updated to 8.10.",
  },
  similar_names: {
    title: "Names that are easily confused",
    why: "With two names that differ by a dash or a letter, sooner or later somebody deletes the wrong client.",
  },
};
