import { fileNameOf } from "@/lib/credentials/file-names";
import type { Format } from "@/lib/credentials/format";
import { renderLines } from "@/lib/credentials/lines";

/**
 * PowerShell expands nothing inside single quotes; a quote is written twice. Windows PowerShell reads a script without
 * a byte order mark in the machine's own code page, so only ASCII is reliable. That also excludes curly quotes, which
 * PowerShell treats like straight ones.
 */
export const powershell: Format = {
  description: "For PowerShell, on Windows and other systems.",
  fileName: ({ clientName }) => fileNameOf(clientName, ".ps1"),
  usage: ({ clientName }) => [`. ./${fileNameOf(clientName, ".ps1")}`, "node worker.js"],
  render: ({ variables }) =>
    renderLines(variables, {
      carries: (value) => /^[\x20-\x7e]*$/.test(value),
      write: (name, value) => `$env:${name} = '${value.replaceAll("'", "''")}'`,
    }),
};
