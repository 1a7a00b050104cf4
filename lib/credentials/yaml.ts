/**
 * Writes a YAML 1.2 double-quoted scalar in plain ASCII. YAML has the escapes of JSON, except beyond the basic plane:
 * it needs one 8-digit escape there, and strict readers (such as Go's) refuse JSON's surrogate pairs.
 */
export function yamlString(value: string): string {
  return JSON.stringify(value).replace(/[^\x20-\x7e]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code > 0xffff ? `\\U${code.toString(16).padStart(8, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
  });
}
