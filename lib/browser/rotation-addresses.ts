import { queryString } from "@/lib/browser/query-string";

// Apart from the rotations themselves, because lists and overviews link to them.

/** The page of a rotation. */
export const rotationAddress = ({ clusterId, id }: { clusterId: string; id: string }) =>
  `/clusters/${clusterId}/rotations/${id}`;

/** The list of rotations in progress, on all clusters or on one. */
export const rotationsAddress = (cluster?: string | undefined) =>
  cluster === undefined ? "/rotations" : `/rotations?${queryString({ cluster })}`;
