import { Relative } from "@/components/ui/time/relative";

/** A day, which is the same everywhere, and how far away it is. `at` is its beginning in UTC. */
export function Day({ at }: { at: string }) {
  return (
    <span>
      <time dateTime={at.slice(0, 10)}>{at.slice(0, 10)}</time>
      {" · "}
      <span className="whitespace-nowrap text-text-faint">
        <Relative at={at} />
      </span>
    </span>
  );
}
