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
      {/* Held by a word joiner: the line could break before an icon that stands in it by itself. */}
      <span aria-hidden="true" className="relative pr-4.5">
        {"\u2060"}
        <ExternalLink className="absolute inset-y-0 right-0 my-auto size-3.5" />
      </span>
      <span className="sr-only"> (opens in a new tab)</span>
    </a>
  );
}
