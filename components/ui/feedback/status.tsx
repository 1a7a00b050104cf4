import { CircleAlert, CircleCheck, CircleDashed, CirclePause, CircleX, RefreshCw } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";

export type Tone = "ok" | "warn" | "bad" | "busy" | "idle" | "unknown";

const TONES: Record<Tone, { icon: typeof CircleCheck; color: string }> = {
  ok: { icon: CircleCheck, color: "text-ok" },
  warn: { icon: CircleAlert, color: "text-warn" },
  bad: { icon: CircleX, color: "text-bad" },
  busy: { icon: RefreshCw, color: "text-accent" },
  idle: { icon: CirclePause, color: "text-text-faint" },
  unknown: { icon: CircleDashed, color: "text-text-faint" },
};

/** A state: a word with its own icon and colour. */
export function Status({ tone, children }: { tone: Tone; children: ReactNode }) {
  const { icon: Icon, color } = TONES[tone];
  return (
    <span className="inline-flex items-start gap-1.5 align-bottom">
      <Icon className={classNames("mt-0.5 size-4 shrink-0", color)} />
      {children}
    </span>
  );
}
