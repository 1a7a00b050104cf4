import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isSameOrigin } from "@/lib/server/door/same-origin";
import { ownAddress } from "@/lib/server/identity/sign-in";
import { restoreSettings, setSettings, settingsAt } from "@/lib/server/platform/testing/settings";

const APP = "https://latchkey.example.com";
beforeEach(() => setSettings(settingsAt(APP)));
afterEach(restoreSettings);

describe("a request", () => {
  const HEADER = { "x-latchkey-request": "1" };
  it.each([
    ["GET", { "sec-fetch-site": "same-origin" }, true],
    ["GET", { "sec-fetch-site": "none" }, true],
    ["GET", {}, true],
    ["HEAD", {}, true],
    ["HEAD", { "sec-fetch-site": "cross-site" }, false],
    ["OPTIONS", {}, false],
    ["GET", { "sec-fetch-site": "cross-site" }, false],
    ["GET", { "sec-fetch-site": "same-site" }, false],
    ["GET", { origin: "https://evil.example" }, false],
    ["GET", { origin: "null" }, false],
    ["POST", { "sec-fetch-site": "same-origin", origin: APP, ...HEADER }, true],
    ["POST", { origin: APP, ...HEADER }, true],
    ["POST", { "sec-fetch-site": "same-origin", ...HEADER }, true],
    ["POST", { "sec-fetch-site": "same-origin", origin: APP }, false],
    ["POST", { ...HEADER }, false],
    ["POST", {}, false],
    ["POST", { origin: APP, "x-latchkey-request": "0" }, false],
    ["POST", { "sec-fetch-site": "cross-site", origin: APP, ...HEADER }, false],
    ["POST", { "sec-fetch-site": "same-origin", origin: "https://evil.example", ...HEADER }, false],
    ["POST", { origin: "null", ...HEADER }, false],
    ["POST", { origin: `${APP}.evil.example`, ...HEADER }, false],
    ["POST", { origin: "http://latchkey.example.com", ...HEADER }, false],
    ["POST", { origin: `${APP}:8443`, ...HEADER }, false],
    ["DELETE", { "sec-fetch-site": "cross-site", ...HEADER }, false],
    ["DELETE", { "sec-fetch-site": "same-origin", ...HEADER }, true],
    ["DELETE", { "sec-fetch-site": "same-origin" }, false],
  ])("%s with %j is same-origin: %j", (method, headers, expected) => {
    const request = new Request(`${APP}/api/clusters`, { method, headers: Object.entries(headers) });
    expect([...request.headers.keys()].toSorted()).toEqual(Object.keys(headers).toSorted());
    expect(isSameOrigin(request)).toBe(expected);
  });
});

describe("a return address", () => {
  it.each([
    ["/clusters", `${APP}/clusters`],
    ["/audit?person=a&before=3#x", `${APP}/audit?person=a&before=3#x`],
    [`${APP}/clusters`, `${APP}/clusters`],
    ["clusters", `${APP}/clusters`],
    ["", `${APP}/`],
    ["/a%00b", `${APP}/a%00b`],
    ["/ünï", `${APP}/%C3%BCn%C3%AF`],
  ])("%j stays within the app", (returnTo, address) => {
    expect(ownAddress(returnTo, APP)).toBe(address);
  });

  it.each([
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    " //evil.example",
    "https://evil.example/clusters",
    "http://latchkey.example.com/clusters",
    `${APP}.evil.example/`,
    `${APP}@evil.example/`,
    `${APP}:8443/`,
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    `blob:${APP}/5f0c2f0e`,
    `filesystem:${APP}/temporary/x`,
    "file:///etc/passwd",
    "https:evil.example",
    "https://",
    "http://[",
    "https://%00evil.example",
  ])("%j never leaves the app", (returnTo) => {
    const address = ownAddress(returnTo, APP);
    expect(address === null || new URL(address).host === new URL(APP).host).toBe(true);
    expect(address === null || address.startsWith(`${APP}/`)).toBe(true);
  });
});
