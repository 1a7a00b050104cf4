"use client";

import { type InputEventHandler, type ReactNode, useEffect, useRef, useState } from "react";
import { TAB_STOPS } from "@/components/ui/dialog/tab-stops";

type ScrollRegionProps = {
  /** Names the region when it can be focused. */
  label: string;
  className?: string | undefined;
  onInput?: InputEventHandler<HTMLElement> | undefined;
  children: ReactNode;
};

/**
 * Content that may scroll inside a box. When it overflows and holds nothing to focus, the box itself can be focused, so
 * that arrow keys scroll it. Otherwise it adds no tab stop.
 */
export function ScrollRegion({ label, className, onInput, children }: ScrollRegionProps) {
  const box = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const [needsFocus, setNeedsFocus] = useState(false);

  useEffect(() => {
    const { current: outer } = box;
    const { current: inner } = content;
    if (!outer || !inner) return;
    const update = () => {
      const overflows = outer.scrollHeight > outer.clientHeight || outer.scrollWidth > outer.clientWidth;
      setNeedsFocus(overflows && inner.querySelector(TAB_STOPS) === null);
    };
    const observer = new ResizeObserver(update);
    observer.observe(outer);
    observer.observe(inner);
    return () => observer.disconnect();
  }, []);

  return (
    <div
      ref={box}
      {...(needsFocus && { role: "region", tabIndex: 0, "aria-label": label })}
      onInput={onInput}
      className={className}
    >
      <div ref={content}>{children}</div>
    </div>
  );
}
