/**
 * Every error the browser can meet: its status and its words. The words say what happened, what it means for the
 * client, and what to do. A code's message may be sharpened by the server (a name, a limit), never by raw vendor text.
 */
export const ERRORS = {
  unauthenticated: [401, "You are signed out. Sign in again; nothing was changed."],
  forbidden: [403, "Your role does not allow this. Nothing was changed. Ask an owner of Latchkey."],
  no_access: [403, "You are signed in, but you have no access yet. Ask an owner of Latchkey to add you."],
  cross_site: [403, "This request came from another site and was refused. Open Latchkey itself and try again."],
  not_found: [404, "There is no such page or record here. It may have been deleted."],
  cluster_not_found: [404, "Camunda knows no such cluster in your organization. It may have been deleted."],
  client_not_found: [404, "Camunda knows no such client in this cluster. It may already have been deleted."],
  method_not_allowed: [405, "This address does not take that method."],
  name_taken: [409, "A client of this name already exists in this cluster. Choose another name."],
  name_in_progress: [
    409,
    "A client of this name is being created right now. Wait for its outcome, or choose another name.",
  ],
  create_refused: [
    409,
    "Camunda refused to create the client: either the cluster has reached its maximum number of clients, or your organization's API client may not create clients here. No client was created. Delete a client that is no longer needed, or check the rights of the API client in Console.",
  ],
  client_not_ready: [409, "Camunda is still preparing this client. Try again in a minute."],
  intent_state: [409, "This has changed since you saw it. Nothing was done. Reload to see the present state."],
  payload_too_large: [413, "The request is too large. Nothing was changed."],
  unsupported_media_type: [415, "This address takes JSON only."],
  invalid_input: [422, "Some of the values can't be accepted. Nothing was sent to Camunda."],
  rate_limited: [429, "Too many requests in a short time. Wait a moment, then try again."],
  internal: [
    500,
    "Something went wrong inside Latchkey. Try again; if it stays, give the request id to whoever runs it.",
  ],
  console_denied: [
    502,
    "Camunda does not allow Latchkey's API client to do this. Check its rights in Console under Organization > Administration API.",
  ],
  console_credentials: [
    502,
    "Camunda does not accept Latchkey's own API client. Check CAMUNDA_CONSOLE_CLIENT_ID and CAMUNDA_CONSOLE_CLIENT_SECRET.",
  ],
  console_broken: [502, "Camunda's Console API gave an answer that can't be read. Try again in a minute."],
  console_unreachable: [
    503,
    "Camunda's Console API can't be reached. Your clusters and clients keep running; try again in a minute.",
  ],
  console_busy: [503, "Camunda asks us to slow down. Try again in a minute."],
  database_unavailable: [
    503,
    "Latchkey's database can't be reached. Nothing was sent to Camunda. Try again in a minute.",
  ],
  console_timeout: [504, "Camunda's Console API did not answer in time. Try again in a minute."],
} as const satisfies Record<string, readonly [status: number, message: string]>;

export type ErrorCode = keyof typeof ERRORS;
