import type { ReactNode } from "react";
import { AFTER_DIALOG } from "@/components/ui/dialog/show-modal";
import { Banner } from "@/components/ui/feedback/banner";
import { LiveRegion } from "@/components/ui/feedback/live-region";

/**
 * What an action has done, in a sentence: shown and announced. It takes the focus from a dialog whose opener is gone,
 * such as a deleted row. Keep it mounted, with an empty message until something is done.
 */
export function DoneBanner({ message, action }: { message: string; action?: ReactNode }) {
  return (
    <>
      <LiveRegion message={message} />
      {message !== "" && (
        <div tabIndex={-1} {...{ [AFTER_DIALOG]: true }} className="rounded">
          <Banner tone="info" title={message} action={action} />
        </div>
      )}
    </>
  );
}
