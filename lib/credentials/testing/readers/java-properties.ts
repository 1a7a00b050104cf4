const ESCAPED = new Map([
  ["t", "\t"],
  ["n", "\n"],
  ["r", "\r"],
  ["f", "\f"],
]);

/** Reads .properties as java.util.Properties.load specifies it, character for character. */
export function readJavaProperties(text: string): Record<string, string> {
  const properties: Record<string, string> = {};
  for (const line of logicalLines(text)) {
    const match = /^((?:\\.|[^\\=: \t\f])*)(?:[ \t\f]*[=:]|[ \t\f])?[ \t\f]*(.*)$/su.exec(line);
    if (match === null) throw new Error(`no property in the line "${line}"`);
    properties[unescaped(match[1] ?? "")] = unescaped(match[2] ?? "");
  }
  return properties;
}

/** A natural line ends at CR, LF or both; an odd number of backslashes at its end joins it to the next. */
function logicalLines(text: string): string[] {
  const lines: string[] = [];
  let pending: string | null = null;
  for (const natural of text.split(/\r\n|\r|\n/)) {
    const trimmed: string = natural.replace(/^[ \t\f]+/, "");
    if (pending === null && (trimmed === "" || trimmed.startsWith("#") || trimmed.startsWith("!"))) continue;
    const line: string = (pending ?? "") + trimmed;
    const backslashes = /\\*$/.exec(line)?.[0].length ?? 0;
    if (backslashes % 2 === 1) {
      pending = line.slice(0, -1);
    } else {
      lines.push(line);
      pending = null;
    }
  }
  if (pending !== null) lines.push(pending);
  return lines;
}

function unescaped(text: string): string {
  return text.replace(
    /\\(?:u([\da-fA-F]{4})|([\s\S]))/g,
    (_whole, hex: string | undefined, other: string | undefined) =>
      hex === undefined ? (ESCAPED.get(other ?? "") ?? other ?? "") : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
