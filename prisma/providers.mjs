/** The databases Latchkey runs on, as Prisma names them. */
export const PROVIDERS = /** @type {const} */ (["sqlite", "postgresql"]);

/** @typedef {(typeof PROVIDERS)[number]} Provider */

/**
 * The one schema, for one of the databases.
 * @param {string} schema the text of prisma/schema.prisma
 * @param {Provider} provider
 */
export function deriveSchema(schema, provider) {
  return schema.replace('provider = "sqlite"', `provider = "${provider}"`);
}

/**
 * Which database an address names: `file:…` or `postgresql://…`.
 * @param {string} url
 * @returns {Provider}
 */
export function providerOf(url) {
  return url.startsWith("file:") ? "sqlite" : "postgresql";
}
