import { setTimeout as delay } from "node:timers/promises";

/** Holds requests: those that hang until they are released, and those that are delayed. */
export class Hangs {
  private breaking = new AbortController();
  private readonly held = new Set<() => void>();

  /** Resolves when released. Rejects when broken off, so that nothing is committed afterwards. */
  hold(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.held.add(resolve);
      this.breaking.signal.addEventListener("abort", () => reject(new Error("Broken off.")), { once: true });
    });
  }

  /** Waits for `ms` milliseconds. Rejects when broken off. */
  async late(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: this.breaking.signal });
  }

  /** Lets all hanging requests continue, and returns their number. */
  release(): number {
    const released = [...this.held];
    this.held.clear();
    for (const goOn of released) goOn();
    return released.length;
  }

  /** Breaks off all requests that hang or are delayed. */
  breakOff(): void {
    this.held.clear();
    this.breaking.abort();
    this.breaking = new AbortController();
  }
}
