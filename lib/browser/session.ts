import { ApiError } from "@/lib/browser/api";

/**
 * Posts to an endpoint of next-auth and goes to the URL in the response. next-auth's browser module would add 9 KiB to
 * every page for these calls.
 * @returns the error that next-auth names when it refuses a password, otherwise null
 * @throws ApiError
 */
async function postAndGo(path: string, fields: Record<string, string>): Promise<string | null> {
  try {
    const { csrfToken } = await (await fetch("/api/auth/csrf")).json();
    const body = new URLSearchParams({ ...fields, csrfToken, json: "true" });
    const response = await fetch(`/api/auth/${path}`, { method: "POST", body });
    if (response.status === 401) return new URL((await response.json()).url).searchParams.get("error");
    if (!response.ok) throw new Error(`${path} responded with ${response.status}`);
    const { url } = response.redirected ? response : await response.json();
    window.location.assign(url);
    return null;
  } catch {
    throw new ApiError(
      null,
      "That did not work, and nothing was changed. Check your connection, and try again in a minute.",
    );
  }
}

/**
 * Signs in with the emergency password, then goes to `callbackUrl`. @returns why that was refused, as a word of the
 * sign-in page, or null
 */
export function signInEmergency(email: string, password: string, callbackUrl: string): Promise<string | null> {
  return postAndGo("callback/break-glass", { email, password, callbackUrl });
}

/** Starts single sign-on, which returns to `callbackUrl`. */
export async function signIn(callbackUrl: string): Promise<void> {
  await postAndGo("signin/oidc", { callbackUrl });
}

/** Signs in as a person of the demo. */
export async function signInAs(person: string, callbackUrl: string): Promise<void> {
  await postAndGo("callback/demo", { person, callbackUrl });
}

/** Ends the session on the server, then shows the sign-in page, or ends the one at the identity provider as well. */
export async function signOut(): Promise<void> {
  await postAndGo("signout", { callbackUrl: "/sign-in" });
}
