import type { ReactNode } from "react";
import { Trail } from "@/components/ui/text/trail";

type PageHeaderProps = {
  title: string;
  trail?: readonly { label: string; href?: string | undefined }[] | undefined;
  /** Beside the title, such as a Status. */
  status?: ReactNode;
  /** The line below: a sentence, or an ID to copy. */
  description?: ReactNode;
};

/** The head of a page: trail, title with its state, and one line. */
export function PageHeader({ title, trail, status, description }: PageHeaderProps) {
  return (
    <header className="flex flex-col gap-2">
      {trail && <Trail steps={trail} />}
      <div className="flex min-w-0 flex-col gap-1">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="text-xl font-semibold wrap-anywhere">{title}</h1>
          {status}
        </div>
        {description && <div className="text-text-muted">{description}</div>}
      </div>
    </header>
  );
}
