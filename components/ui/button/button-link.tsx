import { buttonClass } from "@/components/ui/button/button-class";

type ButtonLinkProps = { href: string; children: string };

/**
 * A link that looks like a button: it goes somewhere, it does nothing. A plain one: every page brings its not-found part
 * along, and Next's own link would weigh 3 KiB there.
 */
export function ButtonLink({ href, children }: ButtonLinkProps) {
  return (
    <a href={href} className={buttonClass("secondary", "md")}>
      {children}
    </a>
  );
}
