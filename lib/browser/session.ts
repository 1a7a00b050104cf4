import { ApiError } from "@/lib/browser/api";

/**
 * Posts to an endpoint of next-auth and goes to the URL in the response. next-auth's browser module would add 9 KiB to
 * every page for these calls.
 * @throws ApiError
 */
async function postAndGo(path: string, fields: Record<string, string>): Promise<void> {
  try {
    const { csrfToken } = await (await fetch("/api/auth/csrf")).json();
    const body = new URLSearchParams({ ...fields, csrfToken, json: "true" });
    const response = await fetch(`/api/auth/${path}`, { method: "POST", body });
    if (!response.ok) throw new Error(`${path} responded with ${response.status}`);
    const { url } = response.redirected ? response : await response.json();
    window.location.assign(url);
  } catch {
    throw new ApiError(
      null,
      "That did not work, and nothing was changed. Check your connection, and try again in a minute.",
    );
  }
}

/** Starts single sign-on, which returns to `callbackUrl`. */
export function signIn(callbackUrl: string): Promise<void> {
  return postAndGo("signin/oidc", { callbackUrl });
}

/** Signs in as a person of the demo. */
export function signInAs(person: string, callbackUrl: string): Promise<void> {
  return postAndGo("callback/demo", { person, callbackUrl });
}

/** Ends the session on the server, then shows the sign-in page. */
export function signOut(): Promise<void> {
  return postAndGo("signout", { callbackUrl: "/sign-in" });
}
