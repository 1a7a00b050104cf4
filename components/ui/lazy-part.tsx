"use client";

import { type ComponentType, lazy, useState } from "react";

type Loading<Props> = () => Promise<{ default: ComponentType<Props> }>;

/**
 * A component whose code is not part of the page's first load, and a function that loads it before it is shown. Then it
 * shows at once: one that suspends, as React's own `lazy` does even then, is held back for up to 300 ms.
 */
export function lazyPart<Props extends object>(load: Loading<Props>): [ComponentType<Props>, () => Promise<void>] {
  let loaded: ComponentType<Props> | undefined;
  const Lazy = lazy(load);
  function Part(props: Props) {
    // What it began with stays: another component would be a new one, without its state.
    const [Shown] = useState<ComponentType<Props>>(() => loaded ?? Lazy);
    return <Shown {...props} />;
  }
  return [
    Part,
    async () => {
      loaded = (await load()).default;
    },
  ];
}
