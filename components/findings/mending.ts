import type { FindingRule } from "@/lib/contract/finding-rules";
import type { Finding } from "@/lib/contract/findings";

/** A client's own page. */
export const clientAddress = ({ clusterId, clientId }: Pick<Finding, "clusterId" | "clientId">) =>
  `/clusters/${clusterId}/clients/${encodeURIComponent(clientId)}`;

const apiTab = ({ clusterId }: Finding) => `/clusters/${clusterId}/api`;
const overview = ({ clusterId }: Finding) => `/clusters/${clusterId}/overview`;

/** What mends a rule's findings, in a sentence, and the link to where that is done. */
export const MENDING: Record<FindingRule, { how: string; step: string; address: (finding: Finding) => string }> = {
  orphaned: {
    how: "Delete the client, and create it again, on its cluster's API tab.",
    step: "Open API tab",
    address: apiTab,
  },
  secret_unconfirmed: {
    how: "Ask the person who created the client. If nobody has the secret, delete the client.",
    step: "Open client",
    address: clientAddress,
  },
  made_elsewhere: {
    how: "Adopt the client: enter its owner and purpose. If nobody needs it, delete it.",
    step: "Adopt",
    address: clientAddress,
  },
  broad_scopes: {
    how: "Rotate the client: replace it with other scopes.",
    step: "Open client",
    address: clientAddress,
  },
  unknown_scope: {
    how: "Check the client in Camunda Console, or dismiss this if you know the scope.",
    step: "Open client",
    address: clientAddress,
  },
  owner_gone: { how: "Choose another owner.", step: "Change owner", address: clientAddress },
  no_owner: { how: "Choose an owner: a member or a team.", step: "Set owner", address: clientAddress },
  review_passed: {
    how: "Choose Still needed to set its next review, or delete the client.",
    step: "Open client",
    address: clientAddress,
  },
  end_passed: {
    how: "Delete the client, or set a later end if it is still needed.",
    step: "Open client",
    address: clientAddress,
  },
  too_old: {
    how: "Rotate the client: its replacement gets a new secret.",
    step: "Open client",
    address: clientAddress,
  },
  cluster_down: {
    how: "Resume the cluster in Camunda Console, or delete the client.",
    step: "Open cluster",
    address: overview,
  },
  old_hosts: {
    how: "Download the connection details again, and give them to the application.",
    step: "Connection details",
    address: clientAddress,
  },
  similar_names: {
    how: "Create one of the clients again with a name that says what it does, and delete the old one.",
    step: "Open client",
    address: clientAddress,
  },
};
