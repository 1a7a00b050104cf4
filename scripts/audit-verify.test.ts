import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterEach, expect, it } from "vitest";
import { OWNER } from "@/lib/server/access/testing/principals";
import { appendEvent } from "@/lib/server/history/append-event";
import { beginKey } from "@/lib/server/history/begin-key";
import { newKey, setAuditSettings } from "@/lib/server/history/testing/audit-settings";
import { removeTriggers } from "@/lib/server/history/testing/tamper";
import { db, transaction } from "@/lib/server/platform/database/db";
import { describeOnSqlite } from "@/lib/server/platform/testing/database";
import { restoreSettings } from "@/lib/server/platform/testing/settings";

/** Runs the command with the settings of this process, as `npm run audit:verify` does. */
async function verify(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const command = ["--conditions=react-server", "--import", "tsx", "scripts/audit-verify.ts", ...args];
  return promisify(execFile)(process.execPath, command).then(
    (output) => ({ ...output, code: 0 }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );
}

describeOnSqlite("npm run audit:verify", ({ provider }) => {
  afterEach(restoreSettings);
  const newest = () => db().auditEvent.findFirstOrThrow({ orderBy: { seq: "desc" } });

  it("exits with 0 for a good history, with 1 for a broken one, and leaves an event with the history's key", async () => {
    const key = newKey("2026");
    setAuditSettings({ LATCHKEY_AUDIT_KEY: key });
    await beginKey();
    await transaction((tx) => appendEvent(tx, OWNER, { action: "client.create", outcome: "requested" }));
    expect(await verify()).toEqual({
      code: 0,
      stdout: "The audit log is complete and unchanged.\n2 events checked. All of them are signed.\n",
      stderr: "",
    });
    expect(await newest()).toMatchObject({ seq: 3, action: "history.verify", outcome: "succeeded", keyId: "2026" });

    // Without the key it can't tell, and must not break the history.
    setAuditSettings({});
    const keyless = await verify();
    expect([keyless.code, keyless.stderr]).toEqual([1, expect.stringContaining("could not be recorded")]);
    expect((await newest()).seq).toBe(3);

    setAuditSettings({ LATCHKEY_AUDIT_KEY: key });
    await removeTriggers(provider);
    await db().auditEvent.update({ where: { seq: 2 }, data: { outcome: "succeeded" } });
    const broken = await verify("--json");
    expect([broken.code, broken.stderr]).toEqual([1, ""]);
    expect(JSON.parse(broken.stdout)).toEqual({
      ok: false,
      events: 1,
      keyedFrom: 1,
      heads: 0,
      brokenAt: 2,
      reason: "its content does not match its hash",
    });
    expect(await newest()).toMatchObject({ seq: 4, outcome: "broken" });
  });
});
