"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useTheme } from "next-themes";
import { MenuChoice } from "@/components/ui/popover/menu-item";

const OPTIONS = [
  { value: "system", label: "System", icon: <Monitor /> },
  { value: "light", label: "Light", icon: <Sun /> },
  { value: "dark", label: "Dark", icon: <Moon /> },
] as const;

/** Chooses the theme, inside a menu. */
export function ThemeChoice() {
  const { theme, setTheme } = useTheme();
  const { value } = OPTIONS.find((option) => option.value === theme) ?? OPTIONS[0];
  return <MenuChoice label="Theme" value={value} onChange={setTheme} options={OPTIONS} />;
}
