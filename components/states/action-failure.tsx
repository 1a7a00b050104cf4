import type { ReactNode } from "react";
import { Banner } from "@/components/ui/feedback/banner";
import type { ApiError } from "@/lib/browser/api";

type ActionFailureProps = {
  title: string;
  failure: ApiError | null;
  /** In place of the failure's own message. */
  children?: ReactNode;
};

/** Why an action failed. A notice of the session's own already says what to do about an old sign-in. */
export function ActionFailure({ title, failure, children }: ActionFailureProps) {
  if (!failure || failure.code === "reauthentication_required") return null;
  return (
    <Banner announce tone="bad" title={title}>
      {children ?? failure.message}
    </Banner>
  );
}
