import { ApiError, get, post } from "@/lib/browser/api";
import { tellTabs } from "@/lib/browser/tabs";

/**
 * Posts to an endpoint of next-auth. next-auth's browser module would add 9 KiB to every page for these calls.
 * @returns the URL in the response, to go to
 * @throws ApiError
 */
async function postAuth(path: string, fields: Record<string, string>): Promise<string> {
  try {
    const { csrfToken } = await (await fetch("/api/auth/csrf")).json();
    const body = new URLSearchParams({ ...fields, csrfToken, json: "true" });
    const response = await fetch(`/api/auth/${path}`, { method: "POST", body });
    // A refused password has a URL of its own, with the reason.
    if (response.status === 401) return (await response.json()).url;
    if (!response.ok) throw new Error(`${path} responded with ${response.status}`);
    const { url } = response.redirected ? response : await response.json();
    return url;
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
export async function signInEmergency(email: string, password: string, callbackUrl: string): Promise<string | null> {
  const url = await postAuth("callback/break-glass", { email, password, callbackUrl });
  const error = new URL(url).searchParams.get("error");
  if (error === null) window.location.assign(url);
  return error;
}

/** Starts single sign-on, which returns to `callbackUrl`. */
export async function signIn(callbackUrl: string): Promise<void> {
  window.location.assign(await postAuth("signin/oidc", { callbackUrl }));
}

/** Starts single sign-on at which the identity provider must ask who this is, even if it has a session of its own. */
export async function signInAgain(callbackUrl: string): Promise<void> {
  // This page starts by itself, so Back must not lead to it.
  window.location.replace(await postAuth("signin/oidc?max_age=0&prompt=login", { callbackUrl }));
}

/** Signs in as a person of the demo. */
export async function signInAs(person: string, callbackUrl: string): Promise<void> {
  window.location.assign(await postAuth("callback/demo", { person, callbackUrl }));
}

/** Ends the session on the server, then shows the sign-in page in every tab, or ends the one at the identity provider. */
export async function signOut(): Promise<void> {
  const url = await postAuth("signout", { callbackUrl: "/sign-in" });
  tellTabs({ kind: "signed-out" });
  window.location.assign(url);
}

const stateSchema = async () => (await import("@/lib/contract/sessions")).sessionStateSchema;

/** When this browser's session ends. Asking does not put off the end. @throws ApiError */
export function getSessionState() {
  return get("/api/session", stateSchema);
}

/** Puts off the idle end. @throws ApiError */
export function staySignedIn() {
  return post("/api/session", undefined, stateSchema);
}

/** The page's own address, to return to. */
const here = () => encodeURIComponent(window.location.pathname + window.location.search);

/** The sign-in page that returns here. */
export const signInAddress = () => `/sign-in?callbackUrl=${here()}`;

/** Opens the sign-in in a tab of its own, so that this page keeps what was entered. */
export function openSignInAgain(): void {
  if (!window.open("/sign-in?again=1")) window.location.assign(`/sign-in?again=1&callbackUrl=${here()}`);
}
