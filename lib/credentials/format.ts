import type { Connection } from "@/lib/contract/clients";
import type { Credentials } from "@/lib/credentials/credentials";

/** A file's text, or a message that says which value this format can't hold and names a format that can. */
export type Rendered = { ok: true; text: string } | { ok: false; message: string };

/** Another way to write the same file, such as with the keys of an older client. */
export type Variant = { id: string; label: string };

/** One kind of credentials file. */
export type Format = {
  /** One sentence: what the file is for. */
  description: string;
  /** Always matches FILE_NAME_PATTERN. */
  fileName: (connection: Connection) => string;
  /** Two or three lines that use the file. They never contain the secret: command lines are kept in histories. */
  usage: (connection: Connection) => readonly string[];
  /** The choices, if there are any. */
  variants?: readonly Variant[];
  /** The id of the variant that fits this cluster. */
  defaultVariant?: (connection: Connection) => string;
  /** Writes the file. Without `variant`, or with an unknown one, it uses the cluster's default. */
  render: (credentials: Credentials, variant?: string) => Rendered;
};
