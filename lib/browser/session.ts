import { ApiError } from "@/lib/browser/api";

/**
 * Posts to one of next-auth's own endpoints and goes where it says. Its browser module would cost every page 9 KiB for
 * these two calls.
 * @throws ApiError
 */
async function postAndGo(path: string, fields: Record<string, string>): Promise<void> {
  try {
    const { csrfToken } = await (await fetch("/api/auth/csrf")).json();
    const body = new URLSearchParams({ ...fields, csrfToken, json: "true" });
    const response = await fetch(`/api/auth/${path}`, { method: "POST", body });
    if (!response.ok) throw new Error(`${path} answered ${response.status}`);
    const { url } = response.redirected ? response : await response.json();
    window.location.assign(url);
  } catch {
    throw new ApiError(
      null,
      "That did not work, and nothing was changed. Check your connection, and try again in a minute.",
    );
  }
}

/** Starts single sign-on; comes back to `callbackUrl`. */
export function signIn(callbackUrl: string): Promise<void> {
  return postAndGo("signin/oidc", { callbackUrl });
}

/** The demo's sign-in. */
export function signInAs(person: string, callbackUrl: string): Promise<void> {
  return postAndGo("callback/demo", { person, callbackUrl });
}

/** Ends the session on the server, then shows the sign-in page. */
export function signOut(): Promise<void> {
  return postAndGo("signout", { callbackUrl: "/sign-in" });
}
