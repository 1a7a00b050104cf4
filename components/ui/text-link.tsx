import { ExternalLink } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";

type TextLinkProps = {
  href: string;
  children: ReactNode;
  /** Opens in a new tab and says so; for other sites. */
  external?: boolean | undefined;
  /** quiet: in the text's own colour, for names in tables. plain: accent, underlined when it stands inside a sentence. */
  look?: "plain" | "quiet" | "inline" | undefined;
  className?: string | undefined;
};

const LOOKS = {
  plain: "text-accent underline-offset-4 hover:underline",
  quiet: "font-medium text-text underline-offset-4 hover:text-accent hover:underline",
  // Inside a sentence colour alone does not tell a link from its neighbours.
  inline: "text-accent underline underline-offset-4",
};

/** A link in text or in a table. */
export function TextLink({ href, children, external = false, look = "plain", className }: TextLinkProps) {
  const classes = classNames("rounded-sm", LOOKS[look], className);
  if (!external) {
    return (
      // Not fetched ahead: a table has a link in each row, and the server would make the head of every page behind them.
      <Link href={href} prefetch={false} className={classes}>
        {children}
      </Link>
    );
  }
  return (
    <a href={href} target="_blank" rel="noreferrer" className={classes}>
      {children}
      <span aria-hidden="true">
        {/* A word joiner: the icon never wraps alone. */}
        {"\u2060"}
        <ExternalLink className="ml-1 inline size-3.5 align-[-0.125em]" />
      </span>
      <span className="sr-only"> (opens in a new tab)</span>
    </a>
  );
}
