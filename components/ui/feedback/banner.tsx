import { CircleAlert, CircleX, Info } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";

type BannerTone = "info" | "warn" | "bad";

const TONES: Record<BannerTone, { icon: typeof Info; box: string; color: string; word: string }> = {
  info: { icon: Info, box: "border-info-line bg-info-soft", color: "text-accent", word: "Note: " },
  warn: { icon: CircleAlert, box: "border-warn-line bg-warn-soft", color: "text-warn", word: "Warning: " },
  bad: { icon: CircleX, box: "border-bad-line bg-bad-soft", color: "text-bad", word: "Error: " },
};

type BannerProps = {
  tone: BannerTone;
  title: ReactNode;
  /** What it means and what to do. */
  children?: ReactNode;
  /** A button or a link. */
  action?: ReactNode;
  /** True when it appears after an action: screen readers then announce it, errors at once. */
  announce?: boolean | undefined;
};

/** A message about the page, or about the part of it that it stands in. It stays until its reason is gone. */
export function Banner({ tone, title, children, action, announce = false }: BannerProps) {
  const { icon: Icon, box, color, word } = TONES[tone];
  return (
    <div
      role={announce ? (tone === "bad" ? "alert" : "status") : undefined}
      className={classNames("flex flex-wrap items-start gap-x-4 gap-y-2 rounded border px-3 py-2.5", box)}
    >
      <div className="flex min-w-0 grow basis-80 gap-2.5">
        <Icon className={classNames("mt-0.5 size-4 shrink-0", color)} />
        <div className="min-w-0 wrap-anywhere">
          <p className="font-medium">
            <span className="sr-only">{word}</span>
            {title}
          </p>
          {children && <div className="mt-0.5 text-text-muted">{children}</div>}
        </div>
      </div>
      {action && <div className="flex shrink-0 gap-2 pl-6.5">{action}</div>}
    </div>
  );
}
