"use client";

import { DensityChoice } from "@/components/shell/density-choice";
import { ThemeChoice } from "@/components/shell/theme-choice";
import { MenuSeparator } from "@/components/ui/popover/menu-item";

/** Chooses how everything looks, inside a menu. */
export function LookChoice() {
  return (
    <>
      <ThemeChoice />
      <MenuSeparator />
      <DensityChoice />
      <MenuSeparator />
    </>
  );
}
