/**
 * Reads a file as `docker run --env-file` does: each line unchanged but for leading blanks, lines that start with "#"
 * skipped, no quotes, no escapes, no expansion. Like docker, it fails on a name that contains a blank.
 */
export function readDockerEnvFile(text: string): Record<string, string> {
  const variables: Record<string, string> = {};
  // Like Go's bufio.ScanLines: LF ends a line, and one CR before it is dropped.
  for (const raw of text.split("\n")) {
    const line = raw.replace(/\r$/, "").trimStart();
    if (line === "" || line.startsWith("#")) continue;
    const equals = line.indexOf("=");
    if (equals < 1) throw new Error(`no variable in the line "${line}"`);
    const name = line.slice(0, equals);
    if (/\s/.test(name)) throw new Error(`variable "${name}" contains whitespaces`);
    variables[name] = line.slice(equals + 1);
  }
  return variables;
}
