import "server-only";

/** Values without commas, as their column stores them. */
export const joinList = (values: readonly string[]): string => values.join(",");

/** What `joinList` stored. */
export const splitList = (column: string): string[] => (column === "" ? [] : column.split(","));
