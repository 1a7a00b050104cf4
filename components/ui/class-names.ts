/** Joins the class names that apply; what is false, null or undefined drops out. */
export function classNames(...parts: readonly (string | false | null | undefined)[]): string {
  return parts.filter(Boolean).join(" ");
}
