/** The whole text of an export. */
export async function readAll({ pieces }: { pieces: AsyncIterable<string> }): Promise<string> {
  let text = "";
  for await (const piece of pieces) text += piece;
  return text;
}
