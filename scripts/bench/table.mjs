/**
 * Prints rows below their heads, two spaces apart: the first column to the left, the others to the right.
 * @param {string[]} heads
 * @param {(string | number)[][]} rows as many cells as there are heads
 */
export function printTable(heads, rows) {
  const table = [heads, ...rows].map((row) => row.map(String));
  const widths = heads.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const pad = (/** @type {string} */ cell, /** @type {number} */ column) =>
    column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
  process.stdout.write(`${table.map((row) => row.map(pad).join("  ")).join("\n")}\n`);
}
