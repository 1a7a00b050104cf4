/**
 * All errors of the API, with status and message. A message says what happened, what it means for the client, and what
 * to do. The server can replace it by a more specific one, but never by raw vendor text.
 */
export const ERRORS = {
  bad_request: [400, "This request can't be read."],
  unauthenticated: [401, "You are signed out. Sign in again; nothing was changed."],
  forbidden: [403, "Your role does not allow this. Nothing was changed. Ask an owner of Latchkey."],
  no_access: [403, "You are signed in, but you have no access yet. Ask an owner of Latchkey to add you."],
  reauthentication_required: [
    403,
    "This needs a recent sign-in, and yours is older. Nothing was changed. Sign in again, then try once more.",
  ],
  cross_site: [403, "This request came from another site and was refused. Open Latchkey itself and try again."],
  not_found: [404, "There is no such page or record. It may have been deleted."],
  cluster_not_found: [404, "There is no cluster with this ID in your organization. It may have been deleted."],
  client_not_found: [404, "There is no client with this ID in the cluster. It may already have been deleted."],
  member_not_found: [404, "There is no member with this ID. They may have been removed."],
  method_not_allowed: [405, "This address does not support that method."],
  request_timeout: [408, "The request took too long to arrive. Nothing was changed."],
  name_taken: [409, "A client with this name already exists in this cluster. Choose another name."],
  name_in_progress: [
    409,
    "A client with this name is being created right now. Wait for its outcome, or choose another name.",
  ],
  create_in_progress: [
    409,
    "This may be a client that is being created right now. Nothing was deleted. Wait for the outcome, then try again.",
  ],
  delete_in_progress: [409, "This client is being deleted right now. Reload in a moment to see the outcome."],
  create_refused: [
    409,
    "Camunda refused to create the client: either the cluster has reached its maximum number of clients, or your organization's API client may not create clients here. Delete a client that is no longer needed, or check the rights of the API client in Console.",
  ],
  rotation_in_progress: [
    409,
    "This client is already being rotated. Nothing was changed. Open that rotation to go on with it, or stop it first.",
  ],
  client_not_ready: [409, "Camunda is still preparing this client. Try again in a minute."],
  operation_changed: [409, "This has changed since you saw it. Nothing was done. Reload to see the current state."],
  address_taken: [409, "This e-mail address has already been invited. Nothing was changed."],
  last_owner: [
    409,
    "This is the last owner, so nothing was changed. Make somebody else an owner first: one who does not depend on a group.",
  ],
  payload_too_large: [413, "The request is too large. Nothing was changed."],
  unsupported_media_type: [415, "This address accepts JSON only."],
  wrong_host: [421, "Latchkey is not served at this address. Nothing was changed."],
  invalid_input: [422, "Some of the values can't be accepted. Nothing was changed."],
  rate_limited: [429, "Too many requests in a short time. Wait a moment, then try again."],
  exports_busy: [429, "Too many exports are running. Wait until one of them has ended, then try again."],
  internal: [500, "Something went wrong inside Latchkey. Try again; if it happens again, report the request ID."],
  console_denied: [
    502,
    "Camunda does not allow Latchkey's API client to do this. Check its rights in Console under Organization > Administration API.",
  ],
  console_credentials: [
    502,
    "Camunda does not accept Latchkey's own API client. Check CAMUNDA_CONSOLE_CLIENT_ID and CAMUNDA_CONSOLE_CLIENT_SECRET.",
  ],
  console_broken: [502, "Camunda's Console API sent a response that can't be read. Try again in a minute."],
  console_unreachable: [
    503,
    "Camunda's Console API can't be reached. Your clusters and clients keep running; try again in a minute.",
  ],
  console_busy: [503, "Camunda asks us to slow down. Try again in a minute."],
  console_queue: [
    503,
    "Too many requests to Camunda are waiting, and this one was not sent. Nothing was changed. Try again in a minute.",
  ],
  database_unavailable: [
    503,
    "Latchkey's database can't be reached. Nothing was sent to Camunda. Try again in a minute.",
  ],
  console_timeout: [504, "Camunda's Console API did not respond in time. Try again in a minute."],
} as const satisfies Record<string, readonly [status: number, message: string]>;

export type ErrorCode = keyof typeof ERRORS;
