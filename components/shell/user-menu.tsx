"use client";

import { ChevronsUpDown, CircleUser, LogOut } from "lucide-react";
import { type ComponentType, useEffect, useState } from "react";
import { Button } from "@/components/ui/button/button";
import { IconButton } from "@/components/ui/button/icon-button";
import { Menu } from "@/components/ui/popover/menu";
import { MenuItem, MenuNote, MenuSeparator } from "@/components/ui/popover/menu-item";

export type ShellUser = {
  name: string;
  /** The name of the role, such as "Owner". */
  role: string;
};

type UserMenuProps = {
  user: ShellUser;
  onSignOut: () => void;
  /** wide: a button with name and role, opening upwards. small: an icon, opening downwards. */
  look: "wide" | "small";
};

/** Who is signed in, the theme, the density, and sign-out. */
export function UserMenu({ user, onSignOut, look }: UserMenuProps) {
  const small = look === "small";
  const [LookChoice, setLookChoice] = useState<ComponentType | null>(null);
  useEffect(() => {
    // Not part of the first load, and there before the menu can be opened. Without it, the rest of the menu works.
    import("@/components/shell/look-choice").then(
      (module) => setLookChoice(() => module.LookChoice),
      () => {},
    );
  }, []);
  return (
    <Menu
      side={small ? "bottom" : "top"}
      align={small ? "end" : "start"}
      trigger={(props) =>
        small ? (
          <IconButton
            {...props}
            label={`Account menu: ${user.name}, ${user.role}`}
            tooltip={false}
            icon={<CircleUser />}
          />
        ) : (
          <Button {...props} variant="ghost" className="h-auto! w-full justify-start! px-2! py-1.5 text-left">
            <CircleUser />
            <span className="min-w-0 grow">
              <span className="block truncate text-text">{user.name}</span>
              <span className="block truncate text-xs font-normal text-text-muted">{user.role}</span>
            </span>
            <span className="sr-only">, account menu</span>
            <ChevronsUpDown className="text-text-faint" />
          </Button>
        )
      }
    >
      <MenuNote>
        <span className="block font-medium wrap-anywhere">{user.name}</span>
        <span className="block text-sm text-text-muted">{user.role}</span>
      </MenuNote>
      <MenuSeparator />
      {LookChoice && <LookChoice />}
      <MenuItem icon={<LogOut />} onSelect={onSignOut}>
        Sign out
      </MenuItem>
    </Menu>
  );
}
