"use client";

import Link from "next/link";
import { type ComponentProps, useState } from "react";

/**
 * A link that fetches its page's frame ahead once it is pointed at or focused. Next fetches every link that is in view,
 * in two requests each: for the navigation alone that was as much work for the server as the page itself.
 */
export function PageLink(props: Omit<ComponentProps<typeof Link>, "prefetch" | "onPointerEnter" | "onFocus">) {
  const [isNear, setNear] = useState(false);
  const approach = () => setNear(true);
  return <Link {...props} prefetch={isNear ? "auto" : false} onPointerEnter={approach} onFocus={approach} />;
}
