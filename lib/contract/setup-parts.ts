/** What a setup check asks, in this order: one request each. Camunda is asked twice, because its log can be long. */
export const SETUP_PARTS = ["settings", "database", "camunda", "activity", "identity"] as const;
export type SetupPart = (typeof SETUP_PARTS)[number];

/** The parts in words, for the screen and for the terminal. */
export const SETUP_PART_NAMES: Record<SetupPart, string> = {
  settings: "Settings",
  database: "Database",
  camunda: "Camunda",
  activity: "Camunda's activity log",
  identity: "Identity provider",
};

/** ok: nothing to do · warning: Latchkey works, and something is missing · fault: something does not work */
export const SETUP_STATES = ["ok", "warning", "fault"] as const;
export type SetupState = (typeof SETUP_STATES)[number];

/** The states in words. */
export const SETUP_STATE_NAMES: Record<SetupState, string> = { ok: "OK", warning: "Warning", fault: "Fault" };
