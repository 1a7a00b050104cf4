import { WithAge } from "@/components/ui/time/with-age";

/** A day, which is the same everywhere, and how far away it is. `at` is its beginning in UTC. */
export function Day({ at }: { at: string }) {
  return (
    <WithAge at={at}>
      <time dateTime={at.slice(0, 10)} className="whitespace-nowrap">
        {at.slice(0, 10)}
      </time>
    </WithAge>
  );
}
