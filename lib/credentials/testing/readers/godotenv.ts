/**
 * Reads a file as `gh secret set -f` does, which takes github.com/joho/godotenv for it; single-quoted values only.
 * The value ends at the next quote that no backslash stands before, line breaks included; nothing in it is replaced,
 * but quotes at its ends are dropped.
 */
export function readGodotenv(text: string): Record<string, string> {
  const variables: Record<string, string> = {};
  let rest = text.replaceAll("\r\n", "\n").trimStart();
  while (rest !== "") {
    const start = /^(\w+)='/.exec(rest);
    if (start === null) throw new Error("a line that is no quoted variable");
    const body = rest.slice(start[0].length);
    let end = body.indexOf("'");
    while (end > 0 && body.charAt(end - 1) === "\\") end = body.indexOf("'", end + 1);
    if (end === -1) throw new Error("a value that does not end");
    variables[start[1] ?? ""] = body.slice(0, end).replace(/^'+|'+$/g, "");
    rest = body.slice(end + 1).trimStart();
  }
  return variables;
}
