import { fileNameOf } from "@/lib/credentials/file-names";
import type { Format } from "@/lib/credentials/format";
import { renderLines } from "@/lib/credentials/lines";

/**
 * Nothing is expanded inside PowerShell's single quotes, and a quote is written twice. Windows PowerShell reads a
 * script without a byte order mark in the machine's own code page, so only ASCII is sure to come back; that leaves out
 * the curly quotes too, which PowerShell takes for straight ones.
 */
export const powershell: Format = {
  readBy: "PowerShell reads it, on Windows and elsewhere.",
  fileName: ({ clientName }) => fileNameOf(clientName, ".ps1"),
  usage: ({ clientName }) => [`. ./${fileNameOf(clientName, ".ps1")}`, "node worker.js"],
  render: ({ variables }) =>
    renderLines(variables, {
      carries: (value) => /^[\x20-\x7e]*$/.test(value),
      write: (name, value) => `$env:${name} = '${value.replaceAll("'", "''")}'`,
    }),
};
