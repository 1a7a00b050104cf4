/** The cookie that keeps how dense tables and controls are, so that the server's HTML has it before the first paint. */
export const DENSITY_COOKIE = "latchkey.density";

export type Density = "comfortable" | "compact";

/** The density that a cookie or an attribute names. Comfortable, unless it is compact. */
export const densityOf = (word: string | undefined): Density => (word === "compact" ? "compact" : "comfortable");
