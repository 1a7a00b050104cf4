/**
 * Reads a file as `gh secret set -f` does, which uses github.com/joho/godotenv; single-quoted values only. A value
 * ends at the next quote without a backslash before it, and may contain line breaks. Nothing in it is replaced, but
 * quotes at its ends are dropped.
 */
export function readGodotenv(text: string): Record<string, string> {
  const variables: Record<string, string> = {};
  let rest = text.replaceAll("\r\n", "\n").trimStart();
  while (rest !== "") {
    const start = /^(\w+)='/.exec(rest);
    if (start === null) throw new Error("a line that is not a quoted variable");
    const body = rest.slice(start[0].length);
    let end = body.indexOf("'");
    while (end > 0 && body.charAt(end - 1) === "\\") end = body.indexOf("'", end + 1);
    if (end === -1) throw new Error("a value that does not end");
    variables[start[1] ?? ""] = body.slice(0, end).replace(/^'+|'+$/g, "");
    rest = body.slice(end + 1).trimStart();
  }
  return variables;
}
