/**
 * Reads a file as `docker run --env-file` does: each line as it stands, blanks before it dropped, lines of "#" skipped,
 * no quotes, no escapes, no expansion. A name with a blank in it ends docker with an error, and so it does here.
 */
export function readDockerEnvFile(text: string): Record<string, string> {
  const variables: Record<string, string> = {};
  // Go's bufio.ScanLines: LF ends a line, one CR before it goes with it.
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
