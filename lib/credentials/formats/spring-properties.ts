import { fileNameOf } from "@/lib/credentials/file-names";
import type { Format } from "@/lib/credentials/format";
import { renderLines } from "@/lib/credentials/lines";
import { fitsSpring, SPRING_VARIANTS, springProperties, springVariantFor } from "@/lib/credentials/spring-keys";

const NAMED_ESCAPES = new Map([
  ["\\", "\\\\"],
  ["\t", "\\t"],
  ["\n", "\\n"],
  ["\f", "\\f"],
  ["\r", "\\r"],
]);

/**
 * Escapes a value as java.util.Properties reads it. Non-ASCII becomes \uXXXX, so that readers of Latin-1 and of
 * UTF-8 read the same. Spaces at the ends are escaped too, because they would be dropped or trimmed.
 */
function propertiesValue(value: string): string {
  return value.replace(/^ +| +$|[^\x20-\x7e]|\\/g, (found) =>
    [...Array(found.length).keys()].map((index) => escapeUnit(found.charAt(index))).join(""),
  );
}

function escapeUnit(unit: string): string {
  return NAMED_ESCAPES.get(unit) ?? `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** application.properties for the Camunda Spring Boot Starter, or for Spring Zeebe before it. */
export const springPropertiesFormat: Format = {
  description: "For Spring Boot applications that use Camunda's starter.",
  fileName: ({ clientName }) => fileNameOf(clientName, ".properties"),
  usage: ({ clientName }) => [
    "# in application.properties",
    `spring.config.import=file:./${fileNameOf(clientName, ".properties")}`,
  ],
  variants: SPRING_VARIANTS,
  defaultVariant: springVariantFor,
  render: (credentials, variant) =>
    renderLines(springProperties(credentials, variant), {
      carries: fitsSpring,
      write: (key, value) => `${key}=${propertiesValue(value)}`,
    }),
};
