import type { Connection } from "@/lib/contract/clients";
import type { Credentials } from "@/lib/credentials/credentials";

/** A file's text, or why this format can't hold one of the values, naming a format that can. */
export type Rendered = { ok: true; text: string } | { ok: false; message: string };

/** Another way to write the same file, such as the keys of an older client. */
export type Variant = { id: string; label: string };

/** One way to write credentials down. */
export type Format = {
  /** One sentence: which programs read it. */
  readBy: string;
  /** Always of the shape FILE_NAME_PATTERN. */
  fileName: (connection: Connection) => string;
  /** The two or three lines that use the file. They never hold the secret: command lines end up in histories. */
  usage: (connection: Connection) => readonly string[];
  /** The choices, where there are any; the first one that fits the cluster is `defaultVariant`. */
  variants?: readonly Variant[];
  /** The id of the variant that fits this cluster. */
  defaultVariant?: (connection: Connection) => string;
  /** Writes the file. Without `variant`, or with one it doesn't know, the cluster's default is taken. */
  render: (credentials: Credentials, variant?: string) => Rendered;
};
