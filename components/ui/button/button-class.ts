import { classNames } from "@/components/ui/class-names";

export type ButtonVariant = "primary" | "secondary" | "ghost" | "danger" | "link";
export type ButtonSize = "sm" | "md";

/** The look shared by buttons and by links that look like buttons: the classes are in app/globals.css. */
export function buttonClass(variant: ButtonVariant, size: ButtonSize, className?: string): string {
  return classNames("button", `button-${variant}`, variant !== "link" && `button-${size}`, className);
}
