// How everything looks: the choices that cookies keep, so that the server's HTML has them before the first paint.

export const THEME_COOKIE = "latchkey.theme";

export type Theme = "system" | "light" | "dark";

/** The theme that a cookie or an attribute names. The system's, unless it is another. */
export const themeOf = (word?: string): Theme => (word === "light" || word === "dark" ? word : "system");

export const DENSITY_COOKIE = "latchkey.density";

export type Density = "comfortable" | "compact";

/** The density that a cookie or an attribute names. Comfortable, unless it is compact. */
export const densityOf = (word?: string): Density => (word === "compact" ? "compact" : "comfortable");
