import { expect, test } from "vitest";
import { actionText, detailText, outcomeStatus } from "@/components/audit/words";

test("the details of an event are told in words", () => {
  expect(detailText({ scopes: ["Zeebe", "Operate"], code: "console_unreachable", looks: 2 })).toBe(
    "Scopes: Zeebe, Operate · Reason: Console could not be reached · Checks: 2",
  );
  expect(detailText({ code: "cross_site", request: "GET /api/x" })).toBe(
    "Reason: it was sent by another site · Request: GET /api/x",
  );
  expect(detailText({ rotation: "0b5f", newName: "worker-2", newClientId: "x" }, false)).toBe("New client: worker-2");
  expect(detailText({ deadline: "2026-12-03T18:25:37.737Z", step: "taken" })).toBe(
    "End of the overlap: 2026-12-03 18:25 UTC · Step: credentials saved",
  );
  expect(detailText({ deadline: "soon" })).toBe("End of the overlap: soon");
  expect(detailText({ right: "clients.delete" })).toBe("Attempted to: delete a client");
  expect(detailText({ format: "env-vars" })).toBe("Format: Env Vars");
  expect(detailText({ Zeebe: "reached", Operate: "failed" })).toBe("Zeebe: reached · Operate: not reached");
});

test("a change of a member says about whom, and from what to what", () => {
  const member = { id: "m-1", name: "Noah Nobody", address: "noah@example.test" };
  const to = [
    {
      role: "admin",
      clusters: [
        { id: "c-1", name: "orders" },
        { id: "c-2", name: "claims" },
      ],
    },
    { role: "auditor", clusters: "all" },
  ];
  expect(detailText({ member, from: [], to })).toBe(
    "Member: Noah Nobody <noah@example.test> m-1 · Before: nothing · After: admin on orders (c-1), claims (c-2), auditor on all clusters",
  );
  expect(detailText({ member: { ...member, name: "", address: null }, from: "enabled", to: "disabled" })).toBe(
    "Member: m-1 · Before: Enabled · After: Disabled",
  );
  expect(detailText({ from: ["invited", { role: "admin" }, null], to: { clusters: 1 } })).toBe(
    'Before: Invited, {"role":"admin"}, null · After: {"clusters":1}',
  );
});

test("what people wrote stays as they wrote it, and so does what has no words", () => {
  expect(detailText({ purpose: "failed" })).toBe("Purpose: failed");
  expect(detailText({ code: "new_code", later: true })).toBe("Reason: new_code · later: true");
});

test("actions and outcomes have words and a tone", () => {
  expect(actionText("client.create")).toBe("Create client");
  expect(outcomeStatus("succeeded")).toEqual({ words: "Succeeded", tone: "ok" });
  expect(outcomeStatus("reported")).toEqual({ words: "Reported by the browser", tone: "idle" });
});

test.each(["client.rotate", "constructor", "__proto__", "toString", ""])(
  "an unknown word is shown as itself, with a neutral tone: %j",
  (word) => {
    expect(actionText(word)).toBe(word);
    expect(outcomeStatus(word)).toEqual({ words: word, tone: "unknown" });
    expect(detailText({ code: word })).toBe(`Reason: ${word}`);
    expect(detailText(Object.fromEntries([[word, "new"]]))).toBe(`${word}: new`);
  },
);

test("what a group gave and took is told in words", () => {
  const member = { id: "m-1", name: "Kim", address: "kim@example.test" };
  const detail = { member, from: ["admin on all clusters by group it"], to: [], groups: "incomplete" };
  expect(detailText(detail)).toBe(
    "Member: Kim <kim@example.test> m-1 · Before: admin on all clusters by group it · After: nothing · " +
      "Groups: the identity provider did not send all",
  );
});
