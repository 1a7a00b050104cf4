import { type CopyState, copyMessage } from "@/components/ui/copy/use-copy";
import { LiveRegion } from "@/components/ui/feedback/live-region";

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
