import "server-only";

/** The organization that Latchkey manages. A second one will be a second value; rows already have the ID. */
export const ORGANIZATION_ID = "default";
