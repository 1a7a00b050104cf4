import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const MAIN = fileURLToPath(new URL("./main.ts", import.meta.url));

test.each(["SIGINT", "SIGTERM"] as const)(
  "prints one line with its address and exits cleanly on %s",
  async (signal) => {
    const program = spawn(process.execPath, ["--import", "tsx", MAIN], { env: { ...process.env, PORT: "0" } });
    const [line] = await once(program.stdout.setEncoding("utf8"), "data");
    const [, url] = /^Simulated Camunda Console: (http:\/\/127\.0\.0\.1:\d+)\n$/.exec(String(line)) ?? [];
    expect((await fetch(`${url}/clusters`)).status).toBe(401);
    program.kill(signal);
    expect(await once(program, "exit")).toEqual([0, null]);
  },
);
