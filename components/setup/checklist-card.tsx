"use client";

import { Circle, CircleCheck, X } from "lucide-react";
import { useState, useSyncExternalStore } from "react";
import { DISMISSED, memoryCookie, readMemory, remember } from "@/components/setup/checklist-memory";
import { Button } from "@/components/ui/button/button";
import { IconButton } from "@/components/ui/button/icon-button";
import { classNames } from "@/components/ui/class-names";
import { Status } from "@/components/ui/feedback/status";
import { PageLink } from "@/components/ui/text/page-link";
import { readPreference } from "@/lib/browser/cookies";
import type { Checklist } from "@/lib/contract/setup";

export type ChecklistCardProps = {
  checklist: Checklist;
  memberId: string;
  /** The value of the member's cookie in this request. */
  memory: string;
};

const never = () => () => {};

/** The first steps of a member or of an installation, until they put the list away in this browser. */
export function ChecklistCard({ checklist: { title, steps }, memberId, memory }: ChecklistCardProps) {
  const cookie = memoryCookie(memberId);
  // After Back, the page is as old as it was, and the cookie is not.
  const kept = readMemory(
    useSyncExternalStore(
      never,
      () => readPreference(cookie),
      () => memory,
    ),
  );
  const [isDismissed, setDismissed] = useState(false);
  if (isDismissed || kept.has(DISMISSED)) return null;

  const dismiss = () => {
    remember(memberId, DISMISSED);
    setDismissed(true);
    document.getElementById("main")?.focus();
  };
  const all = steps.map((step) => ({ ...step, isDone: step.isDone ?? kept.has(step.id) }));
  const next = all.find(({ isDone }) => !isDone);
  if (!next)
    return (
      <section
        aria-labelledby="checklist"
        className="flex flex-wrap items-center gap-x-3 rounded-lg border border-line bg-sunken px-4 py-2 print:hidden"
      >
        <h2 id="checklist" className="font-semibold">
          {title}
        </h2>
        <Status tone="ok">All done</Status>
        <Button size="sm" variant="ghost" className="ml-auto" onClick={dismiss}>
          Dismiss<span className="sr-only"> checklist</span>
        </Button>
      </section>
    );
  return (
    <section
      aria-labelledby="checklist"
      className="flex flex-col gap-3 rounded-lg border border-line bg-sunken p-4 print:hidden"
    >
      <div className="flex items-center justify-between gap-3">
        <h2 id="checklist" className="text-lg font-semibold">
          {title}
        </h2>
        <div className="flex items-center gap-2 text-sm text-text-muted">
          {all.filter(({ isDone }) => isDone).length} of {steps.length} done
          <IconButton label="Dismiss checklist" size="sm" icon={<X />} onClick={dismiss} />
        </div>
      </div>
      <ol aria-labelledby="checklist" className="grid gap-x-6 gap-y-3 sm:grid-cols-2 xl:grid-cols-4">
        {all.map(({ id, label, hint, href, isDone }) => (
          <li key={id} className="relative flex items-start gap-2">
            {isDone ? (
              <CircleCheck className="mt-0.5 size-4 shrink-0 text-ok" />
            ) : (
              <Circle className="mt-0.5 size-4 shrink-0 text-text-faint" />
            )}
            <div className="flex min-w-0 flex-col gap-0.5">
              <span>
                <PageLink
                  href={href}
                  className="rounded-sm font-medium text-accent underline-offset-4 after:absolute after:inset-0 hover:underline"
                >
                  {label}
                </PageLink>
                <span className="sr-only">{isDone ? ", done" : ", to do"}</span>
              </span>
              <span className={classNames("text-sm text-text-muted", id !== next.id && "max-sm:hidden")}>{hint}</span>
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
