import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { keepOutOfLogs, keepOutOfLogsForEver, scrub } from "@/lib/server/platform/scrub";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});
const canary = () => `canary~${crypto.randomUUID()}.-_`;

describe("a secret in flight", () => {
  it("is replaced everywhere in a text", () => {
    const secret = canary();
    keepOutOfLogs(secret);
    expect(scrub(`${secret} a ${secret}b "${secret}"`)).toBe('[secret] a [secret]b "[secret]"');
  });

  it("is replaced for a minute after it was last in flight", () => {
    const secret = canary();
    keepOutOfLogs(secret);
    vi.advanceTimersByTime(50_000);
    keepOutOfLogs(secret);
    vi.advanceTimersByTime(59_999);
    expect(scrub(secret)).toBe("[secret]");
    vi.advanceTimersByTime(1);
    expect(scrub(secret)).toBe(secret);
  });

  it("is never a short text, because lines would become unreadable", () => {
    for (const short of ["", '"', "e", "created"]) {
      keepOutOfLogs(short);
      keepOutOfLogsForEver(short);
    }
    expect(scrub('{"state":"created"}')).toBe('{"state":"created"}');
  });

  it("is replaced in JSON, in a URL and in a form", () => {
    const secret = `ca"na\\ry\n/+ &${crypto.randomUUID()}`;
    keepOutOfLogs(secret);
    const forms = [JSON.stringify(secret), encodeURIComponent(secret), new URLSearchParams({ secret }).toString()];
    expect(forms.map(scrub)).toEqual(['"[secret]"', "[secret]", "secret=[secret]"]);
  });
});

it("one of the app's own secrets is always replaced", () => {
  const secret = canary();
  keepOutOfLogsForEver(secret);
  vi.setSystemTime(Date.now() + 86_400_000);
  keepOutOfLogs(canary());
  expect(scrub(`x${secret}`)).toBe("x[secret]");
});

describe("text that looks like a secret is replaced", () => {
  it.each([
    ["Authorization: Bearer eyJhbGciOi.eyJzdWIiOi.c2ln-_", "Authorization: Bearer [token]"],
    ["client_id=a&client_secret=hunter2&audience=b", "client_id=a&client_secret=[secret]&audience=b"],
    ['{"clientSecret":"hunter2","name":"w"}', '{"clientSecret":"[secret]","name":"w"}'],
    ['{"access_token": "hunter2", "expires_in": 5}', '{"access_token": "[secret]", "expires_in": 5}'],
    ["password: hunter2", "password: [secret]"],
    ["ID_TOKEN=hunter2", "ID_TOKEN=[secret]"],
  ])("%s", (text, clean) => {
    expect(scrub(text)).toBe(clean);
  });

  it.each(["client 7 was created", "the password is wrong", "token endpoint responded with 401", "eyJ", "a.b.c"])(
    "but not: %s",
    (text) => {
      expect(scrub(text)).toBe(text);
    },
  );
});

describe("half a megabyte that looks almost like tokens", () => {
  // A search that restarts at each of them takes two minutes, so the test would exceed its time limit.
  it("does not block the process", () => {
    const text = "eyJ-".repeat(128 * 1024);
    expect(scrub(text)).toBe(text);
  });
});
