import { matchesPattern, parsePattern, type RequestPattern } from "./pattern";

/** One request to the Console API, the token endpoint or a cluster. Requests to /_simulator are not written down. */
export interface RequestRecord {
  id: number;
  /** ISO 8601, UTC: when it arrived. */
  at: string;
  method: string;
  path: string;
  /** The route it was matched to, such as "POST /clusters/:uuid/clients"; null when there is none. */
  route: string | null;
  /** The status sent; null while it is open, and when none was ever sent (reset, hang). */
  status: number | null;
  /** The fault that was played, by its `do`. */
  fault: string | null;
  /** held: it hangs. settled: the work is done, and the answer was handed out or withheld. */
  phase: "arrived" | "held" | "settled";
}

/** All given parts must match. */
export interface RequestFilter extends RequestPattern {
  status?: number | undefined;
}

export interface WaitOptions {
  /** How many such requests since the last reset must there be? Default 1. */
  count?: number | undefined;
  /** "arrived": whatever happens to it (default). "held": it hangs now. "settled": all is done. */
  until?: RequestRecord["phase"] | undefined;
}

/** A demo may run for weeks: the oldest records go first. */
const KEPT = 100_000;

/** The book of requests. It holds no bodies and no headers, so no secret either. */
export class RequestLog {
  private records: RequestRecord[] = [];
  private lastId = 0;
  private readonly waiting = new Set<() => void>();
  private closed = false;

  open(method: string, path: string, route: string | null, at: Date): RequestRecord {
    this.lastId += 1;
    const record: RequestRecord = {
      id: this.lastId,
      at: at.toISOString(),
      method,
      path,
      route,
      status: null,
      fault: null,
      phase: "arrived",
    };
    this.records.push(record);
    if (this.records.length > KEPT) this.records.shift();
    this.wake();
    return record;
  }

  hold(record: RequestRecord): void {
    record.phase = "held";
    this.wake();
  }

  settle(record: RequestRecord, status: number | null, fault: string | null): void {
    Object.assign(record, { status, fault, phase: "settled" });
    this.wake();
  }

  list(filter: string | RequestFilter = {}): RequestRecord[] {
    const wanted: RequestFilter = typeof filter === "string" ? parsePattern(filter) : filter;
    return this.records.filter(
      (record) =>
        matchesPattern(wanted, record.method, record.path) &&
        (wanted.status === undefined || wanted.status === record.status),
    );
  }

  clear(): void {
    this.records = [];
  }

  /**
   * Resolves once there have been `count` such requests since the last reset: at once if they already came, so that a
   * test can't miss one. Rejects when the simulator closes.
   */
  waitFor(pattern: string | RequestPattern, options: WaitOptions = {}): Promise<RequestRecord> {
    const { count = 1, until = "arrived" } = options;
    const waited = new Promise<RequestRecord>((resolve, reject) => {
      const look = () => {
        const seen = this.list(pattern).filter((record) => until === "arrived" || record.phase === until);
        const record = seen[count - 1];
        if (record === undefined && !this.closed) return;
        this.waiting.delete(look);
        if (record !== undefined) resolve(record);
        else reject(new Error("The simulator was closed before such a request came."));
      };
      this.waiting.add(look);
      look();
    });
    // A test that stopped caring must not fail over an unhandled rejection; one that awaits still sees it.
    waited.catch(() => undefined);
    return waited;
  }

  close(): void {
    this.closed = true;
    this.wake();
  }

  private wake(): void {
    for (const look of [...this.waiting]) look();
  }
}
