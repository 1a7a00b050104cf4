"use client";

import type { ReactNode } from "react";
import { Button, type ButtonProps } from "@/components/ui/button/button";
import { classNames } from "@/components/ui/class-names";
import { Tooltip } from "@/components/ui/popover/tooltip";

type IconButtonProps = Omit<ButtonProps, "children" | "pending" | "pendingLabel" | "aria-label"> & {
  /** What it does: its accessible name and its tooltip. */
  label: string;
  icon: ReactNode;
  /** False where a tooltip would be in the way, as on the button of a menu. */
  tooltip?: boolean | undefined;
};

/** A button that shows only an icon. */
export function IconButton({
  label,
  icon,
  tooltip = true,
  variant = "ghost",
  size = "md",
  className,
  ...rest
}: IconButtonProps) {
  const button = (
    <Button
      {...rest}
      variant={variant}
      size={size}
      aria-label={label}
      className={classNames("aspect-square px-0!", className)}
    >
      {icon}
    </Button>
  );
  return tooltip ? <Tooltip text={label}>{button}</Tooltip> : button;
}
