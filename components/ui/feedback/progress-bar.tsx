type ProgressBarProps = {
  /** What is in progress, for screen readers. */
  label: string;
  done: number;
  /** Zero while it is not known yet: the bar is empty then. */
  total: number;
};

/** How far something is. Put the numbers beside it in words. */
export function ProgressBar({ label, done, total }: ProgressBarProps) {
  return (
    <progress
      aria-label={label}
      value={Math.min(done, total)}
      max={Math.max(total, 1)}
      className="block h-1 w-full appearance-none overflow-hidden rounded-full bg-line [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-accent"
    />
  );
}
