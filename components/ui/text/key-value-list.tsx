import type { ReactNode } from "react";

type KeyValueListProps = {
  items: readonly { label: string; value: ReactNode }[];
};

/** Facts as label and value: side by side where there is room, stacked on small screens. */
export function KeyValueList({ items }: KeyValueListProps) {
  return (
    <dl className="min-w-0 divide-y divide-line border-y border-line">
      {items.map(({ label, value }) => (
        <div key={label} className="grid min-h-row grid-cols-1 items-center gap-x-4 gap-y-0.5 py-1.5 sm:grid-cols-4">
          <dt className="text-text-muted">{label}</dt>
          <dd className="min-w-0 wrap-anywhere sm:col-span-3">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
