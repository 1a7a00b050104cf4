import { PageLink } from "@/components/ui/text/page-link";

type TrailProps = {
  /** From the outermost page to this one. The last has no link. */
  steps: readonly { label: string; href?: string | undefined }[];
};

/** The path to this page: `Clusters / Orders production / API`. */
export function Trail({ steps }: TrailProps) {
  return (
    <nav aria-label="Breadcrumb">
      <ol className="flex flex-wrap items-center gap-x-1.5 text-sm text-text-faint">
        {steps.map(({ label, href }, index) => (
          <li key={href ?? label} className="flex min-w-0 items-center gap-1.5">
            {index > 0 && <span aria-hidden="true">/</span>}
            {href ? (
              <PageLink href={href} className="rounded-sm wrap-anywhere text-text-muted hover:text-text">
                {label}
              </PageLink>
            ) : (
              <span aria-current="page" className="wrap-anywhere">
                {label}
              </span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
