/** The characters that PowerShell's tokenizer reads as a single quote. */
const QUOTES = "'\u2018\u2019\u201a\u201b";

/**
 * Reads a script that contains only `$env:NAME = '…'` statements, by PowerShell's rules for verbatim strings: only a
 * quote is special, and two quotes in a row mean the second one. Anything else in the script is an error, because
 * PowerShell would run it.
 */
export function readPowerShell(text: string): Record<string, string> {
  const variables: Record<string, string> = {};
  let at = 0;
  while (at < text.length) {
    const start = /^\$env:(\w+) = /.exec(text.slice(at));
    if (start === null) throw new Error(`a statement that is not an assignment at ${at}`);
    at += start[0].length;
    if (!QUOTES.includes(text.charAt(at))) throw new Error(`a value without quotes at ${at}`);
    at += 1;
    let value = "";
    while (true) {
      if (at >= text.length) throw new Error("a string that does not end");
      if (QUOTES.includes(text.charAt(at))) {
        if (at + 1 >= text.length || !QUOTES.includes(text.charAt(at + 1))) break;
        at += 1;
      }
      value += text.charAt(at);
      at += 1;
    }
    if (text.charAt(at + 1) !== "\n") throw new Error(`more than one statement in a line at ${at + 1}`);
    at += 2;
    // PowerShell reads the script in the machine's own code page, so non-ASCII characters may change.
    variables[start[1] ?? ""] = value.replace(/[^\0-\x7f]/g, "\ufffd");
  }
  return variables;
}
