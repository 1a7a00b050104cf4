/** Which requests are meant: by method (any if left out) and by path (any if left out). */
export interface RequestPattern {
  method?: string | undefined;
  /** As in routes: `:name` stands for one segment, `*` for any text. */
  path?: string | undefined;
}

/** Reads "POST /clusters/:uuid/clients", "/oauth/token" or "DELETE". */
export function parsePattern(text: string): RequestPattern {
  const [first = "", second] = text.trim().split(/\s+/, 2);
  if (second !== undefined) return { method: first, path: second };
  return first.startsWith("/") || first === "*" ? { path: first } : { method: first };
}

/** Says whether a request is one of those that the pattern means. The path comes without its query. */
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
