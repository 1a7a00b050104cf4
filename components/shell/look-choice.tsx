"use client";

import { Monitor, Moon, Rows2, Rows3, Sun } from "lucide-react";
import { useState } from "react";
import { DENSITY_COOKIE, densityOf, THEME_COOKIE, themeOf } from "@/components/shell/look";
import { setLook } from "@/components/shell/set-look";
import { MenuChoice, MenuSeparator } from "@/components/ui/popover/menu-item";

const THEMES = [
  { value: "system", label: "System", icon: <Monitor /> },
  { value: "light", label: "Light", icon: <Sun /> },
  { value: "dark", label: "Dark", icon: <Moon /> },
] as const;

const DENSITIES = [
  { value: "comfortable", label: "Comfortable", icon: <Rows2 /> },
  { value: "compact", label: "Compact", icon: <Rows3 /> },
] as const;

/** A choice that <html> shows in a data attribute, and a cookie keeps. */
function useLook<Value extends string>(attribute: "theme" | "density", cookie: string, read: (word?: string) => Value) {
  const [value, setValue] = useState(() => read(document.documentElement.dataset[attribute]));
  const choose = (chosen: Value) => {
    setLook(attribute, cookie, chosen);
    setValue(chosen);
  };
  return { value, onChange: choose };
}

/** Chooses how everything looks, inside a menu. */
export function LookChoice() {
  const theme = useLook("theme", THEME_COOKIE, themeOf);
  const density = useLook("density", DENSITY_COOKIE, densityOf);
  return (
    <>
      <MenuChoice label="Theme" {...theme} options={THEMES} />
      <MenuSeparator />
      <MenuChoice label="Density" {...density} options={DENSITIES} />
      <MenuSeparator />
    </>
  );
}
