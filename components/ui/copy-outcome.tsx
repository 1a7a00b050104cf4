import { LiveRegion } from "@/components/ui/live-region";
import { type CopyState, copyMessage } from "@/components/ui/use-copy";

/** What became of a copy whose text is selected when it fails: read aloud in any case, shown when it failed. */
export function CopyOutcome({ state }: { state: CopyState }) {
  const message = copyMessage(state, true);
  return (
    <>
      {state === "refused" && (
        <span aria-hidden="true" className="text-sm text-bad">
          {message}
        </span>
      )}
      <LiveRegion message={message} />
    </>
  );
}
