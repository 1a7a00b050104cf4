import type { Place } from "@/components/palette/find-places";
import { DENSITY_COOKIE, THEME_COOKIE } from "@/components/shell/look";
import { setLook } from "@/components/shell/set-look";
import { may } from "@/lib/contract/rights";
import type { Role } from "@/lib/contract/roles";

/** The pages below the sections of the navigation that a member with this role may open. */
export const pagesFor = (role: Role): Place[] =>
  [
    { href: "/rotations", label: "Rotations" },
    ...(may(role, "members.manage") ? [{ href: "/settings/members", label: "Members" }] : []),
    { href: "/settings/sessions", label: "Sessions" },
    { href: "/settings/notices", label: "Notices" },
    ...(may(role, "setup.check") ? [{ href: "/settings/setup", label: "Setup check" }] : []),
    { href: "/report", label: "Report", note: "For print" },
  ].map((page) => ({ id: page.href, group: "Go to", ...page }));

/** What everybody may do, on any page. */
export const commandsFor = (showShortcuts: () => void, signOut: () => void): Place[] =>
  [
    { label: "Theme: light", run: () => setLook("theme", THEME_COOKIE, "light") },
    { label: "Theme: dark", run: () => setLook("theme", THEME_COOKIE, "dark") },
    { label: "Theme: system", run: () => setLook("theme", THEME_COOKIE, "system") },
    { label: "Density: comfortable", run: () => setLook("density", DENSITY_COOKIE, "comfortable") },
    { label: "Density: compact", run: () => setLook("density", DENSITY_COOKIE, "compact") },
    { label: "Keyboard shortcuts", note: "?", run: showShortcuts },
    { label: "Sign out", run: signOut },
  ].map((command) => ({ id: command.label, group: "Actions", ...command }));
