/** The part of a cluster's version that hosts and keys depend on. */
export type Version = { major: number; minor: number };

/**
 * Reads the version from a generation's name. Camunda uses several forms: "Camunda 8.8+gen3", "8.6.5", "Zeebe 8.5.2".
 * @returns null if the name contains no version, or there is no name
 */
export function parseVersion(name: string | null): Version | null {
  const match = /(?<![\d.])(\d{1,3})\.(\d{1,3})(?!\d)/.exec(name ?? "");
  if (match === null) return null;
  return { major: Number(match[1]), minor: Number(match[2]) };
}

/** Whether `version` is at least `major.minor`; false if the version is not known. */
export function isAtLeast(version: Version | null, major: number, minor: number): boolean {
  if (version === null) return false;
  return version.major > major || (version.major === major && version.minor >= minor);
}
