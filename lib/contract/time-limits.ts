/** How long the browser waits for a response from our API, in milliseconds. The server gives up on Camunda sooner. */
export const RESPONSE_MS = 60_000;
