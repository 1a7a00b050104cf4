import type { Ref } from "react";
import { classNames } from "@/components/ui/class-names";

type CodeBlockProps = {
  /** Names the region, such as "Env Vars". */
  label: string;
  /** The text of the file or command. */
  text: string;
  /** For a copy button's `selectOnFailure`. */
  ref?: Ref<HTMLElement> | undefined;
  /** Six lines high. */
  folded?: boolean | undefined;
  /** Breaks long lines. */
  wraps?: boolean | undefined;
};

/** A file or a command. Scrolls in both directions, with the keyboard too. */
export function CodeBlock({ label, text, ref, folded = false, wraps = false }: CodeBlockProps) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard (WCAG 2.1.1).
      tabIndex={0}
      className={classNames(
        "min-w-0 overflow-auto rounded border border-line bg-sunken",
        folded ? "max-h-folded" : "max-h-code",
      )}
    >
      <pre className={classNames("min-w-full p-3 text-sm", wraps ? "break-all whitespace-pre-wrap" : "w-fit")}>
        <code ref={ref}>{text}</code>
      </pre>
    </section>
  );
}
