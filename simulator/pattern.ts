/** Selects requests by method and path; each matches any request if left out. */
export interface RequestPattern {
  method?: string | undefined;
  /** As in routes: `:name` matches one segment, `*` any text. */
  path?: string | undefined;
}

/** Parses "POST /clusters/:uuid/clients", "/oauth/token" or "DELETE". */
export function parsePattern(text: string): RequestPattern {
  const [first = "", second] = text.trim().split(/\s+/, 2);
  if (second !== undefined) return { method: first, path: second };
  return first.startsWith("/") || first === "*" ? { path: first } : { method: first };
}

/** Whether the pattern selects a request. `path` has no query. */
export function matchesPattern(pattern: RequestPattern, method: string, path: string): boolean {
  if (pattern.method !== undefined && pattern.method.toUpperCase() !== method) return false;
  return pattern.path === undefined || pathExpression(pattern.path).test(path);
}

function pathExpression(path: string): RegExp {
  const source = path
    .replace(/[.+?^${}()|[\]\\]/g, "\\$&")
    .replace(/:[A-Za-z]+/g, "[^/]+")
    .replace(/\*/g, ".*");
  return new RegExp(`^${source}$`);
}
