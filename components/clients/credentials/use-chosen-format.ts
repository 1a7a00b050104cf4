"use client";

import { useState } from "react";
import { FORMATS } from "@/lib/credentials/formats";

const KEY = "latchkey.format";

function remembered(): string {
  try {
    const id = localStorage.getItem(KEY);
    return FORMATS.find((format) => format.id === id)?.id ?? FORMATS[0].id;
  } catch {
    // Storage may be switched off; then the first format is as good as any.
    return FORMATS[0].id;
  }
}

/** The format that was chosen last in this browser, and how to choose another. */
export function useChosenFormat(): [id: string, choose: (id: string) => void] {
  const [chosen, setChosen] = useState(remembered);
  const choose = (id: string) => {
    setChosen(id);
    try {
      localStorage.setItem(KEY, id);
    } catch {
      // See above: the choice then lasts as long as this dialog.
    }
  };
  return [chosen, choose];
}
