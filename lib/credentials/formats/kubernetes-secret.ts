import { fileNameOf } from "@/lib/credentials/file-names";
import type { Format } from "@/lib/credentials/format";
import { checkEntries } from "@/lib/credentials/lines";
import { yamlString } from "@/lib/credentials/yaml";

/** A DNS-1123 label made from the client's name: lower case, digits and inner dashes, at most 63 characters. */
export function kubernetesName(clientName: string): string {
  const name = clientName
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 63)
    .replace(/^-+|-+$/g, "");
  return name === "" ? "camunda-client" : name;
}

/** A Secret with all variables under their own names, so that a pod can load all of them with envFrom. */
export const kubernetesSecret: Format = {
  description: "For pods that load a Kubernetes Secret into their environment.",
  fileName: ({ clientName }) => fileNameOf(clientName, ".secret.yaml"),
  usage: ({ clientName }) => [
    `kubectl apply -f ${fileNameOf(clientName, ".secret.yaml")}`,
    "# in the container's spec",
    `envFrom: [{ secretRef: { name: ${yamlString(kubernetesName(clientName))} } }]`,
  ],
  render: ({ connection, variables }) => {
    const checked = checkEntries(variables, (value) => !/[\p{Cs}\0]/u.test(value));
    if (!checked.ok) return checked;
    const lines = [
      "apiVersion: v1",
      "kind: Secret",
      "metadata:",
      // Quoted, because a name may consist of digits only.
      `  name: ${yamlString(kubernetesName(connection.clientName))}`,
      "type: Opaque",
      "stringData:",
      ...checked.variables.map(([name, value]) => `  ${name}: ${yamlString(value)}`),
    ];
    return { ok: true, text: `${lines.join("\n")}\n` };
  },
};
