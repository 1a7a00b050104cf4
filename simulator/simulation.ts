import { type Fault, type FaultInput, Faults } from "./faults";
import { Hangs } from "./hangs";
import type { RequestPattern } from "./pattern";
import { type RequestFilter, RequestLog, type RequestRecord, type WaitOptions } from "./requests";
import type { Store } from "./state";
import {
  type ConsoleClient,
  type NextClient,
  nextClientSchema,
  type Settings,
  type SettingsInput,
  settingsSchema,
  type World,
} from "./world";

/** A simulation, with everything that a test can do with it. `/_simulator/…` offers the same over HTTP. */
export class Simulation implements World {
  url = "";
  settings: Settings = settingsSchema.parse({});
  nextClients: NextClient[] = [];
  readonly log = new RequestLog();
  readonly waitingFaults = new Faults();
  readonly hangs = new Hangs();
  private clockOffset = 0;

  constructor(
    /** The real clusters and clients. Tests change them here without the app's knowledge. */
    readonly state: Store,
    /** The organization's own API client. */
    readonly consoleClient: ConsoleClient,
  ) {}

  now(): number {
    return Date.now() + this.clockOffset;
  }

  /** Moves the clock forward, for the lifetime of tokens and the rate limit of token requests. */
  advance(ms: number): void {
    this.clockOffset += ms;
  }

  /** The requests since the last reset, oldest first. A string filter has the form "POST /clusters/:uuid/clients". */
  requests(filter: string | RequestFilter = {}): RequestRecord[] {
    return this.log.list(filter);
  }

  count(filter: string | RequestFilter): number {
    return this.log.list(filter).length;
  }

  resetCounts(): void {
    this.log.clear();
  }

  /** Resolves once there have been `count` matching requests since the last reset, including earlier ones. */
  waitFor(pattern: string | RequestPattern, options?: WaitOptions): Promise<RequestRecord> {
    return this.log.waitFor(pattern, options);
  }

  /** Returns an id for `clearFaults`. */
  addFault(fault: FaultInput): string {
    return this.waitingFaults.add(fault);
  }

  faults(): { id: string; fault: Fault }[] {
    return this.waitingFaults.list();
  }

  /** Removes one fault, or all of them. */
  clearFaults(id?: string): void {
    this.waitingFaults.clear(id);
  }

  /** Lets all hanging requests continue, and returns their number. */
  release(): number {
    return this.hangs.release();
  }

  /** Sets values that the next create uses instead of generated ones. Several calls apply to one create each. */
  fixNextClient(next: NextClient): void {
    this.nextClients.push(nextClientSchema.parse(next));
  }

  /** Changes some settings, and returns all of them. */
  change(changes: SettingsInput): Settings {
    this.settings = settingsSchema.parse({ ...this.settings, ...changes });
    return this.settings;
  }

  /** Clears requests, faults, settings and next clients, and breaks off hanging requests. `state` restores the seed. */
  reset(what: { state?: boolean } = {}): void {
    this.resetCounts();
    this.clearFaults();
    this.hangs.breakOff();
    this.nextClients = [];
    this.settings = settingsSchema.parse({});
    if (what.state) this.state.reset();
  }
}
