import { type CopyState, copyMessage } from "@/components/ui/copy/use-copy";
import { LiveRegion } from "@/components/ui/feedback/live-region";

/** The result of a copy whose text is selected on failure: always announced, shown only when it failed. */
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
