import { useState } from "react";
import { ApiError } from "@/lib/browser/api";

/** The state of what a form on a page saves. The form stays, so that it can save again. */
export function useSaving() {
  const [isPending, setPending] = useState(false);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const [done, setDone] = useState("");

  /** Saves. What `action` returns says what is done. */
  const save = async (action: () => Promise<string>) => {
    setPending(true);
    setFailure(null);
    setDone("");
    try {
      setDone(await action());
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setFailure(error);
    } finally {
      setPending(false);
    }
  };
  return { isPending, failure, done, save };
}
