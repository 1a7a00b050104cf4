import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { RotationSteps } from "@/components/rotations/rotation-steps";
import type { RotationDetails } from "@/lib/contract/rotations";

const AT = "2026-03-04T05:06:07.000Z";
const DETAILS: RotationDetails = {
  rotation: {
    id: "7a0e9a94-3f0c-4a66-8a54-6d7dc3f0c001",
    clusterId: "6f8b4a52-3a0e-4c1b-9c55-0d5a2f3b7c11",
    clusterName: "Orders",
    clusterLabels: [],
    reason: "rotate",
    note: null,
    oldClient: { clientId: "old", name: "worker", isGone: false },
    newClient: { clientId: "new", name: "worker-2", isGone: false },
    newName: "worker-2",
    deadline: AT,
    deadlineAction: "remind",
    takenAt: AT,
    isTakenReported: true,
    testedAt: AT,
    rolledOutAt: null,
    oldDeletedAt: null,
    givenUpAt: null,
    isOpen: true,
    startedBy: "Ada",
    startedAt: AT,
  },
  create: null,
  createRefusal: null,
  deletion: null,
  scopes: ["Zeebe"],
  rules: { requires: [], names: null },
  mayChange: true,
  mayDeleteOld: true,
};
const noop = () => undefined;
const markupOf = (changed: Partial<RotationDetails["rotation"]>) =>
  renderToStaticMarkup(
    <RotationSteps
      details={{ ...DETAILS, rotation: { ...DETAILS.rotation, ...changed } }}
      ticking={{}}
      onTick={noop}
      onDelete={noop}
    />,
  );

it("holds the delete of the old client back until every other step is done", () => {
  expect(markupOf({})).toContain("button-ghost");
  expect(markupOf({ rolledOutAt: AT })).toContain("button-primary");
  expect(markupOf({ rolledOutAt: AT, testedAt: null })).toContain("button-ghost");
});

it("lets only a person's own tick of the saved credentials be taken back", () => {
  expect(markupOf({}).split('type="checkbox"')).toHaveLength(3);
  expect(markupOf({ isTakenReported: false }).split('type="checkbox"')).toHaveLength(4);
});

it("says where the new client is tested until it was", () => {
  expect(markupOf({})).not.toContain("connection details");
  expect(markupOf({ testedAt: null })).toContain(`/clients/new"`);
});
