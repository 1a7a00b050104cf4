/** A cluster's version as far as hosts and keys depend on it. */
export type Version = { major: number; minor: number };

/**
 * Reads the version out of a generation's name. Camunda's generations are named in several ways:
 * "Camunda 8.8+gen3", "8.6.5", "Zeebe 8.5.2".
 * @returns null where the name holds no version, or there is no name.
 */
export function parseVersion(name: string | null): Version | null {
  const match = /(?<![\d.])(\d{1,3})\.(\d{1,3})(?!\d)/.exec(name ?? "");
  if (match === null) return null;
  return { major: Number(match[1]), minor: Number(match[2]) };
}

/** Whether `version` is at least `major.minor`. A version that is not known is not. */
export function isAtLeast(version: Version | null, major: number, minor: number): boolean {
  if (version === null) return false;
  return version.major > major || (version.major === major && version.minor >= minor);
}
