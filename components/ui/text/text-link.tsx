import { ExternalLink } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";
import { PageLink } from "@/components/ui/text/page-link";

type TextLinkProps = {
  href: string;
  children: ReactNode;
  /** For other sites: opens in a new tab and says so. */
  external?: boolean | undefined;
  /** plain: in the accent colour. quiet: in the text's colour, for names in tables. inline: underlined, for sentences. */
  look?: "plain" | "quiet" | "inline" | undefined;
  className?: string | undefined;
};

const LOOKS = {
  plain: "text-accent underline-offset-4 hover:underline",
  quiet: "font-medium text-text underline-offset-4 hover:text-accent hover:underline",
  // Inside a sentence, colour alone does not tell a link from text.
  inline: "text-accent underline underline-offset-4",
};

/** A link in text or in a table. */
export function TextLink({ href, children, external = false, look = "plain", className }: TextLinkProps) {
  const classes = classNames("rounded-sm", LOOKS[look], className);
  if (!external) {
    return (
      <PageLink href={href} className={classes}>
        {children}
      </PageLink>
    );
  }
  return (
    <a href={href} target="_blank" rel="noreferrer" className={classes}>
      {children}
      {/* A word joiner keeps the icon on the line of its text. */}
      <span aria-hidden="true" className="relative pr-4.5">
        {"\u2060"}
        <ExternalLink className="absolute inset-y-0 right-0 my-auto size-3.5" />
      </span>
      <span className="sr-only"> (opens in a new tab)</span>
    </a>
  );
}
