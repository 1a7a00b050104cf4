import { z } from "zod";
import type { Store } from "./state";

/** How the outside parties behave in this run; not kept over a restart. */
export const settingsSchema = z.strictObject({
  /** About one token request per second; more answer 429. */
  tokenRateLimit: z.boolean().default(false),
  /** `expires_in` of the tokens. Camunda's live for a day. */
  tokenLifetimeSeconds: z.number().int().positive().default(86_400),
  /** What errors of the Console API are made of. "mixed": a kind for each status, as nothing is specified. */
  errorBodies: z.enum(["mixed", "json", "text", "html", "empty"]).default("mixed"),
});
export type Settings = z.infer<typeof settingsSchema>;
export type SettingsInput = z.input<typeof settingsSchema>;

/** What the next created client will be, where the server's own choice would not do (a canary secret, say). */
export const nextClientSchema = z.strictObject({
  clientId: z.string().optional(),
  clientSecret: z.string().optional(),
  /** The server answers with another name than it was asked for. */
  name: z.string().optional(),
  inactiveTokenRequests: z.number().int().min(0).optional(),
  notReadyReads: z.number().int().min(0).optional(),
});
export type NextClient = z.infer<typeof nextClientSchema>;

/** The organization's own API client, made by hand in Console. */
export interface ConsoleClient {
  id: string;
  secret: string;
}

/** What the routes stand on. */
export interface World {
  readonly state: Store;
  readonly settings: Settings;
  readonly consoleClient: ConsoleClient;
  /** Taken one by one, each by one create. */
  readonly nextClients: NextClient[];
  /** The address it is reached at, without a slash at the end; known once it listens. */
  readonly url: string;
  /** Milliseconds since 1970; tests move it on. */
  now(): number;
}
