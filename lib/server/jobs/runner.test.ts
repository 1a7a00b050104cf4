import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { beginJob, type Job, type JobRun, runJob, startJobs, wakeJob } from "@/lib/server/jobs/runner";
import { db } from "@/lib/server/platform/database/db";
import { processState } from "@/lib/server/platform/process-state";
import { describeOnBothDatabases } from "@/lib/server/platform/testing/database";

const TICK_MS = 15_000;

describeOnBothDatabases("the runner of jobs", () => {
  let name: string;
  let runs: JobRun[];
  beforeEach(async () => {
    vi.spyOn(process.stdout, "write").mockReturnValue(true);
    // Not setTimeout, because the pool of PostgreSQL would close its connections.
    vi.useFakeTimers({ toFake: ["Date", "setInterval", "clearInterval"] });
    processState("jobs", () => new Map()).clear();
    name = crypto.randomUUID();
    runs = [];
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const job = (changes: Partial<Job> = {}): Job => ({
    name,
    everyMs: 900_000,
    run: async (run) => {
      runs.push(run);
    },
    ...changes,
  });
  const row = () => db().job.findUniqueOrThrow({ where: { name } });
  const ended = () => vi.waitFor(async () => expect(await row()).toMatchObject({ leaseUntil: null }));
  /** Lets time pass, and the ticks in it find what is due. */
  async function pass(ms: number) {
    for (let left = ms; left > 0; left -= TICK_MS) {
      const found = vi.spyOn(db().job, "findMany");
      await vi.advanceTimersByTimeAsync(Math.min(left, TICK_MS));
      await Promise.all(found.mock.results.map(({ value }) => value));
      found.mockRestore();
    }
    await ended();
  }
  /** A job that runs until it is told to end. */
  function longJob() {
    let end = () => {};
    const gate = new Promise<void>((resolve) => {
      end = resolve;
    });
    const run = (started: JobRun) => {
      runs.push(started);
      return gate;
    };
    return { end, job: job({ run }) };
  }

  it("begins once when several instances add its row at the same moment", async () => {
    let finish = () => {};
    const end = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const run = async (each: JobRun) => {
      runs.push(each);
      await end;
    };
    await Promise.all(Array.from({ length: 8 }, () => beginJob(job({ run }))));
    expect(runs).toHaveLength(1);
    finish();
  });

  it("runs a job as soon as it starts, notes its start and its end, and runs it again when its time has come", async () => {
    await startJobs([job()]);
    await vi.waitFor(() => expect(runs).toHaveLength(1));
    await ended();
    expect(await row()).toMatchObject({ startedAt: runs[0]?.startedAt, ranAt: expect.any(Date) });
    await pass(880_000);
    expect(runs).toHaveLength(1);
    await pass(2 * TICK_MS);
    await vi.waitFor(() => expect(runs).toHaveLength(2));
    await ended();
  });

  it("does not run a job again that another instance has run a moment ago", async () => {
    await db().job.create({ data: { name, startedAt: new Date(Date.now() - 60_000), ranAt: new Date() } });
    await startJobs([job()]);
    await pass(60_000);
    expect(runs).toHaveLength(0);
  });

  it("runs a job once for ten instances that see at once that it is due", async () => {
    await db().job.create({ data: { name } });
    const seen = { startedAt: null };
    const ran = await Promise.all(Array.from({ length: 10 }, () => runJob(job(), seen)));
    expect(ran.filter(Boolean)).toHaveLength(1);
    expect(await runJob(job(), seen)).toBe(false);
    expect(runs).toHaveLength(1);
  });

  it("runs a job that only runs when asked, only then", async () => {
    await startJobs([job({ everyMs: null })]);
    await pass(60_000);
    expect(runs).toHaveLength(0);
    wakeJob(name);
    await vi.waitFor(() => expect(runs).toHaveLength(1));
  });

  it("keeps the lease of a job that runs for longer than the lease", async () => {
    const { job: long, end } = longJob();
    await beginJob(long);
    for (let minutes = 0; minutes < 20; minutes++) {
      const renewed = vi.spyOn(db().job, "updateMany");
      await vi.advanceTimersByTimeAsync(30_000);
      await Promise.all(renewed.mock.results.map(({ value }) => value));
      renewed.mockRestore();
    }
    expect(await runJob(long)).toBe(false);
    expect([runs.length, runs[0]?.signal.aborted]).toEqual([1, false]);
    end();
    await ended();
    expect(await runJob(job())).toBe(true);
  });

  it("tells a run when its lease is lost, and leaves the new lease alone", async () => {
    const { job: long, end } = longJob();
    await beginJob(long);
    const lease = { leaseOwner: "another", leaseUntil: new Date(Date.now() + 100_000) };
    await db().job.update({ where: { name }, data: lease });
    await vi.advanceTimersByTimeAsync(30_000);
    await vi.waitFor(() => expect(runs[0]?.signal.aborted).toBe(true));
    end();
    await vi.advanceTimersByTimeAsync(0);
    expect(await row()).toMatchObject({ ...lease, ranAt: null });
    await db().job.update({ where: { name }, data: { leaseUntil: null } });
  });

  it("runs a job whose instance died in the middle as soon as its lease has ended", async () => {
    const died = { startedAt: new Date(Date.now() - 10_000), leaseUntil: new Date(Date.now() + 110_000) };
    await db().job.create({ data: { name, leaseOwner: "dead", ...died } });
    await startJobs([job()]);
    for (let at = 0; at < 7; at++) await vi.advanceTimersByTimeAsync(TICK_MS);
    expect(runs).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(TICK_MS);
    await vi.waitFor(() => expect(runs).toHaveLength(1));
  });

  it("logs a job that fails, and ends its run", async () => {
    const failing = job({ run: () => Promise.reject(new Error("no")) });
    await beginJob(failing);
    await ended();
    expect(await row()).toMatchObject({ ranAt: expect.any(Date) });
    expect(JSON.stringify(vi.mocked(process.stdout.write).mock.calls)).toContain("job failed");
  });
});
