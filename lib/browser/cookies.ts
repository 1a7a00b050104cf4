const YEAR_S = 31_536_000;

/** Keeps a preference of this browser that the server's HTML depends on. Never anything secret: scripts can read it. */
export function keepPreference(name: string, value: string): void {
  const secure = window.location.protocol === "https:" ? "; secure" : "";
  // biome-ignore lint/suspicious/noDocumentCookie: not all browsers that we support have the Cookie Store API.
  document.cookie = `${name}=${value}; path=/; max-age=${YEAR_S}; samesite=lax${secure}`;
}

/** What `keepPreference` kept. Empty without it. */
export function readPreference(name: string): string {
  const pair = document.cookie.split("; ").find((each) => each.startsWith(`${name}=`));
  return pair?.slice(name.length + 1) ?? "";
}
