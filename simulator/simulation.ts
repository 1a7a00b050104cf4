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

/** A simulation and what a test does with it; `/_simulator/…` offers the same over HTTP. */
export class Simulation implements World {
  url = "";
  settings: Settings = settingsSchema.parse({});
  nextClients: NextClient[] = [];
  readonly log = new RequestLog();
  readonly waitingFaults = new Faults();
  readonly hangs = new Hangs();
  private clockOffset = 0;

  constructor(
    /** The clusters and clients as they truly are, and how to change them behind the app's back. */
    readonly state: Store,
    /** The organization's own API client. */
    readonly consoleClient: ConsoleClient,
  ) {}

  now(): number {
    return Date.now() + this.clockOffset;
  }

  /** Moves the clock on: for the life of tokens and the limit on token requests. */
  advance(ms: number): void {
    this.clockOffset += ms;
  }

  /** The requests since the last reset, oldest first. A text is read as "POST /clusters/:uuid/clients". */
  requests(filter: string | RequestFilter = {}): RequestRecord[] {
    return this.log.list(filter);
  }

  count(filter: string | RequestFilter): number {
    return this.log.list(filter).length;
  }

  resetCounts(): void {
    this.log.clear();
  }

  /** Resolves once there were `count` such requests since the last reset: at once if they already came. */
  waitFor(pattern: string | RequestPattern, options?: WaitOptions): Promise<RequestRecord> {
    return this.log.waitFor(pattern, options);
  }

  /** Gives an id, to take the fault back by. */
  addFault(fault: FaultInput): string {
    return this.waitingFaults.add(fault);
  }

  faults(): { id: string; fault: Fault }[] {
    return this.waitingFaults.list();
  }

  /** Takes one fault back, or all of them. */
  clearFaults(id?: string): void {
    this.waitingFaults.clear(id);
  }

  /** Lets every request that hangs go on; gives how many that were. */
  release(): number {
    return this.hangs.release();
  }

  /** The next create takes these in place of the server's own choice; several calls line up. */
  fixNextClient(next: NextClient): void {
    this.nextClients.push(nextClientSchema.parse(next));
  }

  /** Changes some settings; gives all of them. */
  change(changes: SettingsInput): Settings {
    this.settings = settingsSchema.parse({ ...this.settings, ...changes });
    return this.settings;
  }

  /** Forgets requests, faults, settings and fixed clients, breaks off what hangs; with `state`, starts from the seed. */
  reset(what: { state?: boolean } = {}): void {
    this.resetCounts();
    this.clearFaults();
    this.hangs.breakOff();
    this.nextClients = [];
    this.settings = settingsSchema.parse({});
    if (what.state) this.state.reset();
  }
}
