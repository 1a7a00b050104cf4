"use client";

import { useId } from "react";

type ProgressProps = {
  /** What is going on, such as "Looking at clusters". */
  label: string;
  done: number;
  total: number;
};

/** How far something has come, as a bar and in numbers. */
export function Progress({ label, done, total }: ProgressProps) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex justify-between gap-4 text-sm">
        <label htmlFor={id}>{label}</label>
        <span className="text-text-muted">
          {done} of {total}
        </span>
      </div>
      <progress id={id} value={done} max={total} className="progress-bar h-1.5 w-full overflow-hidden rounded-full" />
    </div>
  );
}
