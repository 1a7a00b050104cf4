import type { Ref } from "react";

type CodeBlockProps = {
  /** Names the region, such as "Env Vars". */
  label: string;
  /** The text of the file or command. */
  text: string;
  /** For a copy button's `selectOnFailure`. */
  ref?: Ref<HTMLElement> | undefined;
};

/** A file or a command. Scrolls in both directions, with the keyboard too. */
export function CodeBlock({ label, text, ref }: CodeBlockProps) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard (WCAG 2.1.1).
      tabIndex={0}
      className="max-h-code min-w-0 overflow-auto rounded border border-line bg-sunken"
    >
      <pre className="w-fit min-w-full p-3 text-sm">
        <code ref={ref}>{text}</code>
      </pre>
    </section>
  );
}
