import type { Connection } from "@/lib/contract/clients";
import { SAMPLE_CONNECTION } from "@/lib/credentials/sample";

const { clusterId, endpoints } = SAMPLE_CONNECTION;

/** A cluster at hosts of the company's own: its REST addresses are known, its region and gRPC address are not. */
export const REST_ONLY: Connection = {
  ...SAMPLE_CONNECTION,
  regionId: null,
  endpoints: {
    ...endpoints,
    zeebe: `https://zeebe.acme.example/${clusterId}/`,
    operate: `https://operate.acme.example/${clusterId}`,
    tasklist: `https://tasklist.acme.example/${clusterId}`,
    optimize: `https://optimize.acme.example/${clusterId}`,
  },
};

/** Only the gRPC address is known: its host begins with the cluster's id. */
export const GRPC_ONLY: Connection = {
  ...REST_ONLY,
  endpoints: { ...endpoints, zeebe: `${clusterId}.zeebe.acme.example:26500` },
};
