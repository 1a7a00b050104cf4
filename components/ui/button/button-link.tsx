import { buttonClass } from "@/components/ui/button/button-class";

type ButtonLinkProps = { href: string; children: string };

/**
 * A link that looks like a button. A plain <a>: every page loads its not-found part, where Next's Link would add 3 KiB.
 */
export function ButtonLink({ href, children }: ButtonLinkProps) {
  return (
    <a href={href} className={buttonClass("secondary", "md")}>
      {children}
    </a>
  );
}
