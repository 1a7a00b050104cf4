/** Saves a text as a file, created in the browser: the text is not sent to a server or put into a URL. */
export function downloadText(fileName: string, text: string): void {
  downloadFile(fileName, new Blob([text], { type: "text/plain;charset=utf-8" }));
}

/** Saves what the browser holds as a file. */
export function downloadFile(fileName: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(url);
}
