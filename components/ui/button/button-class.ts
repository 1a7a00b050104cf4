import { classNames } from "@/components/ui/class-names";

export type ButtonVariant = "primary" | "secondary" | "ghost" | "danger" | "link";
export type ButtonSize = "sm" | "md";

const BASE =
  "relative inline-flex shrink-0 items-center justify-center gap-2 rounded font-medium whitespace-nowrap transition-colors " +
  "disabled:opacity-50 aria-disabled:opacity-70 [&_svg]:size-4 [&_svg]:shrink-0";

const VARIANTS: Record<ButtonVariant, string> = {
  // The transparent border becomes visible with forced colors.
  primary: "border border-transparent bg-primary text-primary-text shadow-control not-disabled:hover:bg-primary-hover",
  secondary:
    "border border-line-strong bg-raised text-text shadow-control not-disabled:hover:bg-hover aria-expanded:bg-hover",
  ghost: "text-text-muted not-disabled:hover:bg-hover not-disabled:hover:text-text aria-expanded:bg-hover",
  danger: "border border-transparent bg-danger text-danger-text shadow-control not-disabled:hover:bg-danger-hover",
  link: "text-accent underline-offset-4 not-disabled:hover:underline",
};

/** The look shared by buttons and by links that look like buttons. */
export function buttonClass(variant: ButtonVariant, size: ButtonSize, className?: string): string {
  const box = variant === "link" ? "" : size === "sm" ? "h-7 px-2.5 text-sm" : "h-8 px-3 text-base";
  return classNames(BASE, VARIANTS[variant], box, className);
}
