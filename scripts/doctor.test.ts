import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterEach, expect, it } from "vitest";
import { LIST, withSimulator } from "@/lib/server/camunda/testing/simulator";
import { describeOnSqlite } from "@/lib/server/platform/testing/database";
import { restoreSettings, setSettings } from "@/lib/server/platform/testing/settings";

/** Runs the command with the settings of this process, as `npm run doctor` does. */
async function doctor(): Promise<{ code: number; stdout: string; stderr: string }> {
  const command = ["--conditions=react-server", "--import", "tsx", "scripts/doctor.ts"];
  return promisify(execFile)(process.execPath, command).then(
    (output) => ({ ...output, code: 0 }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );
}

const simulator = withSimulator();

describeOnSqlite("npm run doctor", () => {
  afterEach(restoreSettings);

  it("exits with 0 when Latchkey can work, with 1 and a step when it can't, and shows no secret", async () => {
    simulator().state.addCluster({ name: "Orders" });
    const good = await doctor();
    expect([good.code, good.stderr]).toEqual([0, ""]);
    expect(good.stdout).toContain("OK       List of clients: Latchkey may list the clients of Orders.");
    expect(good.stdout).toContain("Warning  LATCHKEY_AUDIT_KEY: It is not set");

    simulator().addFault({ ...LIST, do: "answer", status: 403 });
    const denied = await doctor();
    expect([denied.code, denied.stderr]).toEqual([1, ""]);
    expect(denied.stdout).toMatch(/Fault {4}List of clients: .*\n {11}-> Give it the rights/);
    expect(denied.stdout).toContain("OK       Activity log");

    const weak = "weak-secret";
    setSettings({ NEXTAUTH_SECRET: weak });
    const refused = await doctor();
    expect([refused.code, refused.stderr]).toEqual([1, ""]);
    expect(refused.stdout).toMatch(/^Settings\n {2}Fault {4}Settings: NEXTAUTH_SECRET is weak[^\n]*\n {11}->[^\n]*\n$/);
    expect(refused.stdout + good.stdout).not.toContain(simulator().consoleClient.secret);
    expect(refused.stdout).not.toContain(weak);
  });
});
