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
  "end_passed",
  "too_old",
  "cluster_down",
  "old_hosts",
  "similar_names",
] as const;
export type FindingRule = (typeof FINDING_RULES)[number];

/** The largest number of findings that one request dismisses. */
export const MOST_DISMISSED = 100;

/** Each rule's name. */
export const FINDING_TITLES: Record<FindingRule, string> = {
  orphaned: "Nobody has the secret",
  secret_unconfirmed: "Secret may not have been seen",
  made_elsewhere: "Created outside Latchkey",
  broad_scopes: "More scopes than one purpose needs",
  unknown_scope: "Unknown scope",
  owner_gone: "Owner is gone",
  no_owner: "No owner",
  review_passed: "Review date passed",
  end_passed: "Past its end",
  too_old: "Old secret",
  cluster_down: "Cluster is suspended or removed",
  old_hosts: "URLs that stop working in 8.10",
  similar_names: "Names that are easily confused",
};

/** A rule's name. One that this release does not know is its own. */
export const findingTitle = (rule: string): string =>
  Object.entries(FINDING_TITLES).find(([known]) => known === rule)?.[1] ?? rule;

/** Each rule's name, and why it matters. Apart from the names, because pages of the history load those alone. */
export const FINDING_WORDS: Record<FindingRule, { title: string; why: string }> = {
  orphaned: {
    title: FINDING_TITLES.orphaned,
    why: "Camunda created the client, but its response was lost. Nobody has the secret, so nobody can use the client.",
  },
  secret_unconfirmed: {
    title: FINDING_TITLES.secret_unconfirmed,
    why: "No browser confirmed that it showed the secret, so it may be lost.",
  },
  made_elsewhere: {
    title: FINDING_TITLES.made_elsewhere,
    why: "The client was not created in Latchkey, so its purpose and owner are unknown here.",
  },
  broad_scopes: {
    title: FINDING_TITLES.broad_scopes,
    why: "Few applications need all of these scopes, and anyone with the secret can use them.",
  },
  unknown_scope: {
    title: FINDING_TITLES.unknown_scope,
    why: "Camunda's documentation does not list this scope, so nobody can say what the client may do.",
  },
  owner_gone: {
    title: FINDING_TITLES.owner_gone,
    why: "The owner can't sign in to Latchkey any more, so nobody is responsible for the client.",
  },
  no_owner: {
    title: FINDING_TITLES.no_owner,
    why: "Without an owner, there is nobody to ask whether the client is still needed, or to tell when its secret leaks.",
  },
  review_passed: {
    title: FINDING_TITLES.review_passed,
    why: "The day to check whether the client is still needed has passed.",
  },
  end_passed: {
    title: FINDING_TITLES.end_passed,
    why: "Its end has passed, but the client can still be used.",
  },
  too_old: {
    title: FINDING_TITLES.too_old,
    why: "Camunda's secrets never expire: the older one is, the more people and places have seen it.",
  },
  cluster_down: {
    title: FINDING_TITLES.cluster_down,
    why: "The client works again as soon as its cluster does.",
  },
  old_hosts: {
    title: FINDING_TITLES.old_hosts,
    why: "The client's files have URLs that stop working when the cluster is updated to 8.10.",
  },
  similar_names: {
    title: FINDING_TITLES.similar_names,
    why: "When two names differ only by a dash or a letter, it is easy to delete the wrong client.",
  },
};
