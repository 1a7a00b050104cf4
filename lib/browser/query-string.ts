/** The query string of a URL with all values that are set. */
export function queryString(values: Record<string, string | number | null | undefined>): string {
  const entries = Object.entries(values).flatMap(([name, value]) =>
    value == null || value === "" ? [] : [[name, String(value)]],
  );
  return new URLSearchParams(entries).toString();
}
