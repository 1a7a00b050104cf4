"use client";

import { ThemeProvider as NextThemesProvider } from "next-themes";
import type { ReactNode } from "react";

type ThemeProviderProps = {
  /** The request's CSP nonce, for the small script that sets the theme before the first paint. */
  nonce: string | undefined;
  children: ReactNode;
};

/**
 * Light, dark or the system's theme, stored in this browser and set as `data-theme` on <html>, which therefore needs
 * `suppressHydrationWarning`. The colours follow from `color-scheme` in globals.css.
 */
export function ThemeProvider({ nonce, children }: ThemeProviderProps) {
  return (
    <NextThemesProvider attribute="data-theme" enableColorScheme={false} {...(nonce !== undefined && { nonce })}>
      {children}
    </NextThemesProvider>
  );
}
