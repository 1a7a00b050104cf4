/** The name of the same file without the secret, so that it can't replace a good one. */
export function withoutSecretName(fileName: string): string {
  return fileName.replace(".", "-without-secret.");
}

/** Every file name has one of these shapes, and so is never a Windows device, a dot file or a path. */
export const FILE_NAME_PATTERN =
  /^(CamundaCloudMgmtAPI-Client-[A-Za-z0-9_-]{1,50}\.txt|camunda-[A-Za-z0-9_-]{1,50}(\.[a-z0-9]{2,12}){1,2})$/;

/** The client's name, made safe for file names and commands. Clients made outside Latchkey may have any name. */
export function safeName(clientName: string): string {
  const safe = clientName.replace(/[^A-Za-z0-9_-]+/g, "-").slice(0, 50);
  return /[A-Za-z0-9]/.test(safe) ? safe : "client";
}

/** "camunda-<name>" with an ending such as ".env". */
export function fileNameOf(clientName: string, ending: `.${string}`): string {
  return `camunda-${safeName(clientName)}${ending}`;
}
