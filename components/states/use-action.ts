import { useState } from "react";
import { ApiError } from "@/lib/browser/api";

/** The state of what a dialog sends. After a success it stays pending, because the dialog closes. */
export function useAction() {
  const [isPending, setPending] = useState(false);
  const [failure, setFailure] = useState<ApiError | null>(null);

  const run = async (action: () => Promise<void>) => {
    setPending(true);
    setFailure(null);
    try {
      await action();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setFailure(error);
      setPending(false);
    }
  };
  return { isPending, failure, run };
}
