"use client";

import Link, { useLinkStatus } from "next/link";
import type { ComponentProps } from "react";

/**
 * A link to another page of the app, dimmed while that page loads. Nothing is fetched ahead
 * (docs/decisions/52-pages-in-one-piece.md).
 */
export function PageLink({ children, ...props }: Omit<ComponentProps<typeof Link>, "prefetch">) {
  return (
    <Link {...props} prefetch={false}>
      {children}
      <Pending />
    </Link>
  );
}

function Pending() {
  return useLinkStatus().pending && <span data-pending hidden />;
}
