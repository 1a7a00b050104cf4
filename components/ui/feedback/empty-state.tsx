import type { ReactNode } from "react";

type EmptyStateProps = {
  icon?: ReactNode;
  title: string;
  /** Why it is empty, and what belongs here. */
  children?: ReactNode;
  action?: ReactNode;
  /** 1 where it replaces a whole page. */
  level?: 1 | 2 | undefined;
};

/** Replaces a list that has nothing to show. */
export function EmptyState({ icon, title, children, action, level = 2 }: EmptyStateProps) {
  const Heading = level === 1 ? "h1" : "h2";
  return (
    <div className="flex flex-col items-center gap-1 rounded-lg border border-dashed border-line-strong px-6 py-12 text-center">
      {icon && (
        <span className="mb-2 flex size-10 items-center justify-center rounded-lg border border-line bg-sunken text-text-muted [&_svg]:size-5">
          {icon}
        </span>
      )}
      <Heading className="text-lg font-semibold">{title}</Heading>
      {children && <div className="max-w-prose text-balance text-text-muted">{children}</div>}
      {action && <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
