import { ApiError, getFile } from "@/lib/browser/api";
import { downloadFile } from "@/lib/browser/download";
import { queryString } from "@/lib/browser/query-string";
import { type ExportFormat, TOTAL_HEADER } from "@/lib/contract/exports";

/** What is exported, in the plural. */
export type Exported = "events" | "clients";

export type ExportOptions = { format: ExportFormat; bom: boolean; filter: Record<string, string | number | undefined> };
/** `total` is null where the server does not know it before the end. */
export type ExportProgress = { rows: number; total: number | null };

const [QUOTE, LINE_BREAK] = [0x22, 0x0a];

/** Counts the rows of a file that arrives in pieces: its line breaks, and in a CSV those outside of quotes. */
export function rowCounter(format: ExportFormat): (piece: Uint8Array) => number {
  const isCsv = format === "csv";
  let isQuoted = false;
  // The header is no row.
  let rows = isCsv ? -1 : 0;
  return (piece) => {
    for (const byte of piece) {
      if (isCsv && byte === QUOTE) isQuoted = !isQuoted;
      else if (byte === LINE_BREAK && !isQuoted) rows += 1;
    }
    return Math.max(0, rows);
  };
}

/**
 * Reads an export to its end, and saves it as a file. A file that breaks off is not saved.
 * @param address such as `/api/audit-events/export`
 * @returns the file's name and the number of its rows
 * @throws ApiError; when `signal` is aborted, its reason
 */
export async function downloadExport(
  address: string,
  { format, bom, filter }: ExportOptions,
  signal: AbortSignal,
  onProgress: (progress: ExportProgress) => void,
): Promise<{ name: string; rows: number }> {
  const response = await getFile(`${address}?${queryString({ ...filter, format, bom: bom ? "1" : null })}`, signal);
  const stated = response.headers.get(TOTAL_HEADER);
  const total = stated === null ? null : Number(stated);
  const count = rowCounter(format);
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let rows = 0;
  onProgress({ rows, total });
  try {
    const reader = response.body?.getReader();
    for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
      pieces.push(read.value);
      rows = count(read.value);
      onProgress({ rows, total });
    }
  } catch (error) {
    if (signal.aborted) throw error;
    throw new ApiError(null, "The file broke off before its end, so it was not saved. Try again.");
  }
  const name = /filename="([\w.-]+)"/.exec(response.headers.get("content-disposition") ?? "")?.[1] ?? "export";
  downloadFile(name, new Blob(pieces, { type: response.headers.get("content-type") ?? "" }));
  return { name, rows };
}
