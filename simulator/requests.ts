import { matchesPattern, parsePattern, type RequestPattern } from "./pattern";

/** One request to the Console API, the token endpoint or a cluster. Requests to /_simulator are not recorded. */
export interface RequestRecord {
  id: number;
  /** ISO 8601, UTC: when it arrived. */
  at: string;
  method: string;
  path: string;
  /** The route it matched, such as "POST /clusters/:uuid/clients"; null if there is none. */
  route: string | null;
  /** The status sent; null while the request is open, and if none was sent (reset, hang). */
  status: number | null;
  /** The `do` of the fault that was used. */
  fault: string | null;
  /** held: it hangs. settled: the request is complete, and the response was sent or withheld. */
  phase: "arrived" | "held" | "settled";
}

/** All given fields must match. */
export interface RequestFilter extends RequestPattern {
  status?: number | undefined;
}

export interface WaitOptions {
  /** The number of matching requests to wait for, since the last reset. Default 1. */
  count?: number | undefined;
  /** The phase they must be in. "arrived" means any phase, and is the default. */
  until?: RequestRecord["phase"] | undefined;
}

/** The number of records to keep. A demo may run for weeks, so the oldest are dropped. */
const KEPT = 100_000;

/** A log of all requests. It has no bodies and no headers, and so no secrets. */
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
    const selected: RequestFilter = typeof filter === "string" ? parsePattern(filter) : filter;
    return this.records.filter(
      (record) =>
        matchesPattern(selected, record.method, record.path) &&
        (selected.status === undefined || selected.status === record.status),
    );
  }

  clear(): void {
    this.records = [];
  }

  /**
   * Resolves once there have been `count` matching requests since the last reset, including those that were made before
   * the call, so that a test can't miss one. Rejects when the simulator closes.
   */
  waitFor(pattern: string | RequestPattern, options: WaitOptions = {}): Promise<RequestRecord> {
    const { count = 1, until = "arrived" } = options;
    const found = new Promise<RequestRecord>((resolve, reject) => {
      const check = () => {
        const matching = this.list(pattern).filter((record) => until === "arrived" || record.phase === until);
        const record = matching[count - 1];
        if (record === undefined && !this.closed) return;
        this.waiting.delete(check);
        if (record !== undefined) resolve(record);
        else reject(new Error("The simulator was closed before a matching request was made."));
      };
      this.waiting.add(check);
      check();
    });
    // A test that does not await it must not fail with an unhandled rejection; one that does still gets the error.
    found.catch(() => undefined);
    return found;
  }

  close(): void {
    this.closed = true;
    this.wake();
  }

  private wake(): void {
    for (const check of [...this.waiting]) check();
  }
}
