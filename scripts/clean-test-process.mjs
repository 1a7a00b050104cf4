// Vitest's `setupFiles`: the test files of one worker share its process, so each leaves clock, spies and settings as it
// found them. State that Latchkey keeps for a process, such as a token, is reset by the shared parts that use it.
import { afterAll, vi } from "vitest";

const settings = { ...process.env };

afterAll(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  for (const name of Object.keys(process.env)) if (!Object.hasOwn(settings, name)) delete process.env[name];
  Object.assign(process.env, settings);
});
