import { afterEach, beforeEach, expect, it } from "vitest";
import {
  authCookies,
  callbackUrlCookieName,
  csrfCookieName,
  readSessionId,
  sessionCookieName,
  stateCookieName,
} from "@/lib/server/identity/cookies";
import { restoreSettings, setSettings, settingsAt } from "@/lib/server/platform/testing/settings";

const APP = "https://latchkey.example.com";

beforeEach(() => setSettings(settingsAt(APP)));
afterEach(restoreSettings);

const SHARED = { httpOnly: true, sameSite: "lax", path: "/" };

it("over https, the cookies have names that limit them to this host and https", () => {
  const options = { ...SHARED, secure: true };
  const short = { ...options, maxAge: 900 };
  expect(authCookies()).toStrictEqual({
    sessionToken: { name: "__Host-latchkey.session", options },
    callbackUrl: { name: "__Host-latchkey.callback-url", options },
    csrfToken: { name: "__Host-latchkey.csrf", options },
    pkceCodeVerifier: { name: "__Host-latchkey.pkce", options: short },
    state: { name: "__Host-latchkey.state", options: short },
    nonce: { name: "__Host-latchkey.nonce", options: short },
  });
  const names = [sessionCookieName(), csrfCookieName(), stateCookieName(), callbackUrlCookieName()];
  expect(names).toEqual(["session", "csrf", "state", "callback-url"].map((name) => `__Host-latchkey.${name}`));
});

it("on loopback without https, they have plain names", () => {
  setSettings(settingsAt("http://localhost:3000"));
  expect(authCookies().sessionToken).toEqual({ name: "latchkey.session", options: { ...SHARED, secure: false } });
});

it.each([
  ["__Host-latchkey.session=abc", "abc"],
  ["theme=dark; __Host-latchkey.session=abc;x=y", "abc"],
  ["__Host-latchkey.session=a=b", "a=b"],
  ["__Host-latchkey.session=", null],
  ["__Host-latchkey.session", null],
  ["latchkey.session=abc", null],
  ["x__Host-latchkey.session=abc", null],
  ["", null],
])("the session's ID in %j is %j", (cookie, id) => {
  expect(readSessionId(new Headers({ cookie }))).toBe(id);
});

it("without cookies there is no session's ID", () => {
  expect(readSessionId(new Headers())).toBeNull();
});
