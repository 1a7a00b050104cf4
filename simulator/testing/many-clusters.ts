import type { ClusterInput } from "../state";

/** Healthy clusters with `clientsEach` clients each. Names are numbered from 1. */
export function manyClusters(clusters: number, clientsEach: number): ClusterInput[] {
  const numbered = <T>(count: number, make: (number: number) => T) =>
    Array.from({ length: count }, (_, index) => make(index + 1));
  return numbered(clusters, (cluster) => ({
    name: `Cluster ${cluster}`,
    clients: numbered(clientsEach, (client) => ({ name: `worker-${client}` })),
  }));
}
