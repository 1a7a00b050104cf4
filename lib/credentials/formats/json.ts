import { fileNameOf } from "@/lib/credentials/file-names";
import type { Format } from "@/lib/credentials/format";

/** One flat object of all variables. It can hold every value, so the other formats refer to it. */
export const json: Format = {
  description: "For scripts and secret stores. JSON can hold every value.",
  fileName: ({ clientName }) => fileNameOf(clientName, ".json"),
  usage: ({ clientName }) => [
    "# in Python",
    "import json, os",
    `os.environ.update(json.load(open("${fileNameOf(clientName, ".json")}")))`,
  ],
  render: ({ variables }) => ({ ok: true, text: `${JSON.stringify(Object.fromEntries(variables), null, 2)}\n` }),
};
