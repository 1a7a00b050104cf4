import { instantInDays, instantOfLocal, localOfInstant } from "@/lib/browser/end-instant";
import type { EndAction } from "@/lib/contract/end-choices";
import type { End } from "@/lib/contract/ends";

/** An end as a person chooses it: "keep" for one that stays, none, in so many days, or at a date and time. */
export type EndChoice = { when: "keep" | "none" | "date" | `${number}`; local: string; action: EndAction };

export const NO_END: EndChoice = { when: "none", local: "", action: "remind" };

/** The choice that a client's end stands for. */
export const choiceOf = (end: End | null): EndChoice =>
  end ? { when: "date", local: localOfInstant(end.at), action: end.action } : NO_END;

/** What the server takes: null for no end, undefined for one that stays, or for a date that is still to be chosen. */
export function endOfChoice({ when, local, action }: EndChoice): End | null | undefined {
  if (when === "keep") return undefined;
  if (when === "none") return null;
  const at = when === "date" ? instantOfLocal(local) : instantInDays(Number(when));
  return at === null ? undefined : { at, action };
}

/** Whether a date is still to be chosen. */
export const lacksDate = (choice: EndChoice): boolean => choice.when === "date" && endOfChoice(choice) === undefined;
