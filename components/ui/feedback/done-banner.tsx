import { type ReactNode, useEffect, useRef } from "react";
import { AFTER_DIALOG } from "@/components/ui/dialog/show-modal";
import { Banner } from "@/components/ui/feedback/banner";
import { LiveRegion } from "@/components/ui/feedback/live-region";

/**
 * What an action has done, in a sentence: shown and announced. It takes the focus when what had it is gone, such as a
 * deleted row or the button that was pressed. Keep it mounted, with an empty message until something is done.
 */
export function DoneBanner({ message, action }: { message: string; action?: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (message !== "" && document.activeElement === document.body) box.current?.focus();
  }, [message]);
  return (
    <>
      <LiveRegion message={message} />
      {message !== "" && (
        <div ref={box} tabIndex={-1} {...{ [AFTER_DIALOG]: true }} className="rounded">
          <Banner tone="info" title={message} action={action} />
        </div>
      )}
    </>
  );
}
