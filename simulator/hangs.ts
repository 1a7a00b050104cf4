import { setTimeout as delay } from "node:timers/promises";

/** Where requests are held: those that hang until somebody releases them, those that are only late. */
export class Hangs {
  private breaking = new AbortController();
  private readonly held = new Set<() => void>();

  /** Resolves when released; rejects when broken off, so that nothing is committed after that. */
  hold(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.held.add(resolve);
      this.breaking.signal.addEventListener("abort", () => reject(new Error("Broken off.")), { once: true });
    });
  }

  /** Waits so many milliseconds; rejects when broken off. */
  async late(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: this.breaking.signal });
  }

  /** Lets everything that hangs go on. Gives how many that were. */
  release(): number {
    const released = [...this.held];
    this.held.clear();
    for (const goOn of released) goOn();
    return released.length;
  }

  /** Breaks off everything that hangs or is late. */
  breakOff(): void {
    this.held.clear();
    this.breaking.abort();
    this.breaking = new AbortController();
  }
}
