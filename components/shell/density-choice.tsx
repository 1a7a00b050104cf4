"use client";

import { Rows2, Rows3 } from "lucide-react";
import { useState } from "react";
import { DENSITY_COOKIE, type Density, densityOf } from "@/components/shell/density";
import { MenuChoice } from "@/components/ui/popover/menu-item";
import { keepPreference } from "@/lib/browser/cookies";

const OPTIONS = [
  { value: "comfortable", label: "Comfortable", icon: <Rows2 /> },
  { value: "compact", label: "Compact", icon: <Rows3 /> },
] as const;

/** Chooses how dense tables and controls are, inside a menu. */
export function DensityChoice() {
  const [density, setDensity] = useState(() => densityOf(document.documentElement.dataset["density"]));
  const choose = (chosen: Density) => {
    document.documentElement.dataset["density"] = chosen;
    keepPreference(DENSITY_COOKIE, chosen);
    setDensity(chosen);
  };
  return <MenuChoice label="Density" value={density} onChange={choose} options={OPTIONS} />;
}
