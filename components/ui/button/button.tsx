"use client";

import type { ComponentProps, MouseEvent } from "react";
import { type ButtonSize, type ButtonVariant, buttonClass } from "@/components/ui/button/button-class";
import { classNames } from "@/components/ui/class-names";
import { SpinnerIcon } from "@/components/ui/feedback/spinner";

export type ButtonProps = Omit<ComponentProps<"button">, "type"> & {
  type?: "button" | "submit" | undefined;
  variant?: ButtonVariant | undefined;
  size?: ButtonSize | undefined;
  /** While true, presses do nothing and the focus stays. Pass false, not undefined, where it can become true. */
  pending?: boolean | undefined;
  /** What the button says while pending, such as "Creating…". */
  pendingLabel?: string | undefined;
};

/** A button. With `pending` given, it is as wide as the longer of its two labels, so that its width never changes. */
export function Button({
  type = "button",
  variant = "secondary",
  size = "md",
  pending,
  pendingLabel,
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    // aria-disabled does not stop presses or submits.
    if (pending) event.preventDefault();
    else onClick?.(event);
  };
  return (
    <button
      {...rest}
      type={type}
      aria-disabled={pending || rest["aria-disabled"]}
      aria-busy={pending || undefined}
      onClick={press}
      className={buttonClass(variant, size, className)}
    >
      {pending === undefined ? (
        children
      ) : (
        <span className="grid">
          <span
            className={classNames(
              "col-start-1 row-start-1 inline-flex items-center justify-center gap-2",
              pending && "invisible",
            )}
          >
            {children}
          </span>
          <span
            className={classNames(
              "col-start-1 row-start-1 inline-flex items-center justify-center gap-2",
              !pending && "invisible",
            )}
          >
            <SpinnerIcon />
            {pendingLabel ?? children}
          </span>
        </span>
      )}
    </button>
  );
}
