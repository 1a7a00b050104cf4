import type { Connection } from "@/lib/contract/clients";

/** A made-up client of a made-up cluster, for docs/formats.md and the tests. Nothing in it was ever issued. */
export const SAMPLE_CONNECTION: Connection = {
  clusterId: "00000000-1111-4222-8333-444444444444",
  clusterName: "Sample cluster",
  clusterVersion: "8.9.0",
  clusterStatus: "Healthy",
  regionId: "bru-2",
  clientId: "sample-client-id-not-a-real-one-",
  clientName: "sample-worker",
  scopes: ["Zeebe", "Tasklist", "Operate", "Optimize", "Secrets"],
  audience: "zeebe.camunda.io",
  oauthUrl: "https://login.cloud.camunda.io/oauth/token",
  endpoints: { zeebe: null, operate: null, tasklist: null, optimize: null, identity: null, console: null },
};

/** As long as a real secret, and clearly not one. */
export const SAMPLE_SECRET = "sample-secret.not-a-real-one~sample-secret.not-a-real-one~sample";
