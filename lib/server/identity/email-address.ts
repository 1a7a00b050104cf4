import "server-only";

/**
 * An e-mail address in the form in which addresses are compared: ASCII letters in lower case, and nothing else changed.
 * Full Unicode lower case would make different addresses equal, such as one with a Kelvin sign and one with a k.
 */
export function normalizeAddress(email: string): string {
  return email.trim().replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
