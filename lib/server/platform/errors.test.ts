import { expect, it } from "vitest";
import { AppError } from "@/lib/server/platform/errors";
import { toAppError } from "@/lib/server/platform/to-app-error";

it("an error from another bundle of the same process keeps its code, and nothing else passes for one", async () => {
  // The query makes it another module, as each bundle has its own.
  const file = `${import.meta.dirname}/errors.ts?other`;
  const other = await import(file);
  expect(other.AppError).not.toBe(AppError);
  const foreign = new other.AppError("console_unreachable");
  expect(toAppError(foreign)).toBe(foreign);
  for (const thrown of [new Error("AppError"), { name: "AppError", code: "forbidden" }, null, "AppError", undefined])
    expect(toAppError(thrown).code).toBe("internal");
});
