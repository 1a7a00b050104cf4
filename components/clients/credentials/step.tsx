import { Check } from "lucide-react";
import { type ReactNode, useId } from "react";
import { classNames } from "@/components/ui/class-names";

type StepProps = {
  number: number;
  title: string;
  isDone: boolean;
  children: ReactNode;
};

/** One step of several that are all in sight. What is done has a tick in place of its number. */
export function Step({ number, title, isDone, children }: StepProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex min-w-0 flex-col gap-3">
      <h3 id={id} className="flex items-center gap-2 text-base font-semibold">
        <span
          className={classNames(
            "flex size-6 shrink-0 items-center justify-center rounded-full border text-sm",
            isDone ? "border-ok text-ok" : "border-line-strong text-text-muted",
          )}
        >
          {isDone ? <Check className="size-4" /> : number}
        </span>
        {title}
        {isDone && <span className="sr-only">, done</span>}
      </h3>
      {children}
    </section>
  );
}
