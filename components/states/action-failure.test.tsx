import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { ActionFailure } from "@/components/states/action-failure";
import { ApiError } from "@/lib/browser/api";

it("a failed action says why, except where the session's own notice does", () => {
  const shown = (code: "last_owner" | "reauthentication_required") =>
    renderToStaticMarkup(<ActionFailure title="Nothing was changed" failure={new ApiError(code, "Because.")} />);
  expect(shown("last_owner")).toMatch(/Nothing was changed.*Because\./);
  expect(shown("reauthentication_required")).toBe("");
});
