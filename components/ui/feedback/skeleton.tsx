import { classNames } from "@/components/ui/class-names";

/** A grey bar in place of a text. It does not move: animated ones tire the eye. */
function Bar({ className }: { className: string }) {
  return <span className={classNames("block h-3 max-w-full rounded-sm bg-hover", className)} />;
}

const ROWS = 8;
const BAR_WIDTHS = ["w-3/5", "w-2/5", "w-1/2", "w-1/3"] as const;

type TableSkeletonProps = {
  label: string;
  columns?: number | undefined;
  /** Size classes of what stands above the table, such as its search field. */
  above?: string | undefined;
};

/** A table that is loading, with rows of the same height so that nothing jumps. */
export function TableSkeleton({ label, columns = 4, above }: TableSkeletonProps) {
  return (
    <div className="noscript:hidden">
      <p role="status" className="sr-only">
        {label}
      </p>
      {above && <div aria-hidden="true" className={classNames("mb-4 rounded border border-line", above)} />}
      <div aria-hidden="true" className="overflow-hidden rounded-lg border border-line">
        <div className="h-8 border-b border-line bg-sunken" />
        {Array.from({ length: ROWS }, (_, row) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the bars are identical and never reordered.
          <div key={row} className="flex h-row items-center gap-4 border-b border-line px-3 last:border-b-0">
            {Array.from({ length: columns }, (_, column) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the bars are identical and never reordered.
              <span key={column} className={classNames("flex-1", column > 1 && "max-sm:hidden")}>
                <Bar className={BAR_WIDTHS[(row + column) % BAR_WIDTHS.length] ?? "w-1/2"} />
              </span>
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}

/** A page header that is loading, of the same height: trail, title and the line below. */
export function HeaderSkeleton({ label }: { label: string }) {
  return (
    <div className="noscript:hidden">
      <p role="status" className="sr-only">
        {label}
      </p>
      <div aria-hidden="true" className="flex flex-col">
        <span className="mb-2 flex h-5 items-center">
          <Bar className="w-48" />
        </span>
        <span className="mb-1 flex h-7 items-center">
          <Bar className="h-5 w-60" />
        </span>
        {/* The line below is as high as the button that copies an ID. */}
        <span className="flex h-control-sm items-center">
          <Bar className="w-80" />
        </span>
      </div>
    </div>
  );
}
