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
  it("is taken out of every text, wherever and however often it stands", () => {
    const secret = canary();
    keepOutOfLogs(secret);
    expect(scrub(`${secret} a ${secret}b "${secret}"`)).toBe('[secret] a [secret]b "[secret]"');
  });

  it("is forgotten a minute after it was last in flight", () => {
    const secret = canary();
    keepOutOfLogs(secret);
    vi.advanceTimersByTime(50_000);
    keepOutOfLogs(secret);
    vi.advanceTimersByTime(59_999);
    expect(scrub(secret)).toBe("[secret]");
    vi.advanceTimersByTime(1);
    expect(scrub(secret)).toBe(secret);
  });

  it("never is a short text, without which no line could be read", () => {
    for (const short of ["", '"', "e", "created"]) {
      keepOutOfLogs(short);
      keepOutOfLogsForEver(short);
    }
    expect(scrub('{"state":"created"}')).toBe('{"state":"created"}');
  });

  it("is taken out as JSON, an address and a form write it", () => {
    const secret = `ca"na\\ry\n/+ &${crypto.randomUUID()}`;
    keepOutOfLogs(secret);
    const forms = [JSON.stringify(secret), encodeURIComponent(secret), new URLSearchParams({ secret }).toString()];
    expect(forms.map(scrub)).toEqual(['"[secret]"', "[secret]", "secret=[secret]"]);
  });
});

it("one of the app's own secrets stays out for ever", () => {
  const secret = canary();
  keepOutOfLogsForEver(secret);
  vi.setSystemTime(Date.now() + 86_400_000);
  keepOutOfLogs(canary());
  expect(scrub(`x${secret}`)).toBe("x[secret]");
});

describe("what looks like a secret is taken out though nobody named it", () => {
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

  it.each(["client 7 was made", "the password is wrong", "token endpoint answered 401", "eyJ", "a.b.c"])(
    "but not: %s",
    (text) => {
      expect(scrub(text)).toBe(text);
    },
  );
});

describe("half a megabyte that nearly looks like tokens", () => {
  // A search that starts anew at each of them takes two minutes, and the test then counts as failed by its time limit.
  it("stops nobody else", () => {
    const text = "eyJ-".repeat(128 * 1024);
    expect(scrub(text)).toBe(text);
  });
});
