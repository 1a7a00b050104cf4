import "@/app/globals.css";
import type { Metadata } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { DemoProvider } from "@/components/shell/demo";
import { DENSITY_COOKIE, densityOf, THEME_COOKIE, themeOf } from "@/components/shell/look";
import { ScriptNotice } from "@/components/shell/script-notice";
import { ZoneProvider } from "@/components/shell/zone-provider";
import { preloadFont } from "@/components/ui/fonts/preload-font";
import { ZONE_COOKIE, zoneOf } from "@/components/ui/time/zone";
import { env } from "@/lib/server/platform/env";

export const metadata: Metadata = {
  title: { default: "Latchkey", template: "%s · Latchkey" },
  description: "API client credentials of your Camunda 8 clusters",
  icons: { icon: "/icon.svg" },
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  preloadFont("inter");
  const kept = await cookies();
  const theme = themeOf(kept.get(THEME_COOKIE)?.value);
  const density = densityOf(kept.get(DENSITY_COOKIE)?.value);
  const zone = zoneOf(kept.get(ZONE_COOKIE)?.value);
  return (
    <html lang="en" data-theme={theme} data-density={density}>
      <body>
        <ScriptNotice />
        <ZoneProvider zone={zone}>
          <DemoProvider demo={env().demo}>{children}</DemoProvider>
        </ZoneProvider>
      </body>
    </html>
  );
}
