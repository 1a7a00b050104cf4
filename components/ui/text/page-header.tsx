import type { ReactNode } from "react";
import { Trail } from "@/components/ui/text/trail";

type PageHeaderProps = {
  title: string;
  trail?: readonly { label: string; href?: string | undefined }[] | undefined;
  /** Stands beside the title, such as a Status. */
  status?: ReactNode;
  /** The line below: a sentence, or an id to copy. */
  description?: ReactNode;
  /** Buttons, at the right. */
  actions?: ReactNode;
};

/** The head of a page: trail, title with its state, one line, and what can be done. */
export function PageHeader({ title, trail, status, description, actions }: PageHeaderProps) {
  return (
    <header className="flex flex-col gap-2">
      {trail && <Trail steps={trail} />}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="flex min-w-0 flex-col gap-1">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="text-xl font-semibold wrap-anywhere">{title}</h1>
            {status}
          </div>
          {description && <div className="text-text-muted">{description}</div>}
        </div>
        {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
      </div>
    </header>
  );
}
