"use client";

import { useState } from "react";
import { FORMATS } from "@/lib/credentials/formats";

const KEY = "latchkey.format";

function readStored(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    // The browser may block storage.
    return null;
  }
}

/** The format chosen last in this browser, and a function that chooses another by its ID. */
export function useChosenFormat(): [format: (typeof FORMATS)[number], choose: (id: string) => void] {
  const [chosen, setChosen] = useState(readStored);
  const choose = (id: string) => {
    setChosen(id);
    try {
      localStorage.setItem(KEY, id);
    } catch {
      // The choice then lasts as long as this dialog.
    }
  };
  return [FORMATS.find(({ id }) => id === chosen) ?? FORMATS[0], choose];
}
