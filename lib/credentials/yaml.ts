/**
 * Writes a YAML 1.2 double-quoted scalar in plain ASCII. JSON's escapes are YAML's; beyond the basic plane YAML wants
 * one 8-digit escape, where strict readers (Go's among them) refuse JSON's pair of two.
 */
export function yamlString(value: string): string {
  return JSON.stringify(value).replace(/[^\x20-\x7e]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code > 0xffff ? `\\U${code.toString(16).padStart(8, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
  });
}
