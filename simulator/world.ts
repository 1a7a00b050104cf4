import { z } from "zod";
import type { Store } from "./state";

/** How the simulated services behave in this run. Not stored across restarts. */
export const settingsSchema = z.strictObject({
  /** Allows one token request per second; more get a 429. */
  tokenRateLimit: z.boolean().default(false),
  /** `expires_in` of the tokens. Camunda's are valid for a day. */
  tokenLifetimeSeconds: z.number().int().positive().default(86_400),
  /** The bodies of Console API errors. "mixed": a kind for each status, because Camunda specifies none. */
  errorBodies: z.enum(["mixed", "json", "text", "html", "empty"]).default("mixed"),
});
export type Settings = z.infer<typeof settingsSchema>;
export type SettingsInput = z.input<typeof settingsSchema>;

/** Values of the next created client that replace generated ones, such as a canary secret. */
export const nextClientSchema = z.strictObject({
  clientId: z.string().optional(),
  clientSecret: z.string().optional(),
  /** The server responds with another name than the requested one. */
  name: z.string().optional(),
  inactiveTokenRequests: z.number().int().min(0).optional(),
  notReadyReads: z.number().int().min(0).optional(),
});
export type NextClient = z.infer<typeof nextClientSchema>;

/** The organization's own API client, created by hand in Console. */
export interface ConsoleClient {
  id: string;
  secret: string;
}

/** Everything that the routes use. */
export interface World {
  readonly state: Store;
  readonly settings: Settings;
  readonly consoleClient: ConsoleClient;
  /** Each create uses the first one and removes it. */
  readonly nextClients: NextClient[];
  /** The address of the simulator, without a slash at the end; empty until it listens. */
  readonly url: string;
  /** Milliseconds since 1970; tests move it forward. */
  now(): number;
}
