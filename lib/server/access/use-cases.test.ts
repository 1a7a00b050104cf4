import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { Right } from "@/lib/contract/rights";
import type { Role } from "@/lib/contract/roles";
import type { Principal } from "@/lib/server/access/principal";
import { AUDITOR, onClusters, principalWith } from "@/lib/server/access/testing/principals";
import { listConsoleEvents } from "@/lib/server/audit/list-console-events";
import { countEvents, listEvents } from "@/lib/server/audit/list-events";
import { readHistory } from "@/lib/server/audit/read-history";
import { findVerification, startVerification } from "@/lib/server/audit/verification";
import { makeCalendar, takeBackCalendar } from "@/lib/server/calendar/calendar-address";
import { createClient } from "@/lib/server/clients/create-client";
import { deleteClient } from "@/lib/server/clients/delete-client";
import { getConnection } from "@/lib/server/clients/get-connection";
import { getOperation } from "@/lib/server/clients/get-operation";
import { listClients } from "@/lib/server/clients/list-clients";
import { listOperations } from "@/lib/server/clients/list-operations";
import { recordSecretEvent } from "@/lib/server/clients/record-secret-event";
import { testConnection } from "@/lib/server/clients/test-connection";
import { createInput } from "@/lib/server/clients/testing/create";
import { findStoredName, getCluster } from "@/lib/server/clusters/get-cluster";
import { listClusters } from "@/lib/server/clusters/list-clusters";
import { beginSync, getSync } from "@/lib/server/clusters/sync-all-clusters";
import { listNearDeletions } from "@/lib/server/ends/list-near-deletions";
import { listWaiting } from "@/lib/server/ends/list-waiting";
import { exportHistory } from "@/lib/server/exports/export-history";
import { exportInventory } from "@/lib/server/exports/export-inventory";
import { dismissFindings } from "@/lib/server/findings/dismiss-findings";
import { countByRule, listFindings } from "@/lib/server/findings/list-findings";
import { findEmergencyAccess } from "@/lib/server/identity/break-glass";
import { changeMetadata } from "@/lib/server/inventory/change-metadata";
import { countFilter } from "@/lib/server/inventory/count-filter";
import { getClient } from "@/lib/server/inventory/get-client";
import { listInventory } from "@/lib/server/inventory/list-inventory";
import { listOwners } from "@/lib/server/inventory/list-owners";
import { deleteView, listViews, saveView } from "@/lib/server/inventory/saved-views";
import { suggest } from "@/lib/server/inventory/suggest";
import { addMember } from "@/lib/server/members/add-member";
import { changeMember, removeMember } from "@/lib/server/members/change-member";
import { getMember } from "@/lib/server/members/get-member";
import { listClusterAccess } from "@/lib/server/members/list-cluster-access";
import { listMembers } from "@/lib/server/members/list-members";
import { listFailures, sendFailedAgain } from "@/lib/server/notices/failures";
import { changeNoticeRules, findNoticeSettings } from "@/lib/server/notices/notice-settings";
import { changeOwnNotices, findOwnNotices } from "@/lib/server/notices/own-notices";
import { sendTest } from "@/lib/server/notices/send-test";
import { getOverview, getReport, getScopeMatrix } from "@/lib/server/overview/get-overview";
import { db } from "@/lib/server/platform/database/db";
import { describeOnSqlite } from "@/lib/server/platform/testing/database";
import { countRotations, listRotations } from "@/lib/server/rotations/list-rotations";
import { startRotation } from "@/lib/server/rotations/start-rotation";
import { rotateInput } from "@/lib/server/rotations/testing/rotate";
import { endAllSessions, endSession } from "@/lib/server/sessions/end-sessions";
import { listSessions } from "@/lib/server/sessions/list-sessions";
import { findChecklist } from "@/lib/server/setup/checklists";
import { checkSetup, findBackupNote, noteBackup } from "@/lib/server/setup/setup";

const HERE = "11111111-1111-4111-8111-111111111111";
const ELSEWHERE = "22222222-2222-4222-8222-222222222222";
const NOBODY = "33333333-3333-4333-8333-333333333333";
const CLIENT = "client";

type Ask = (principal: Principal) => Promise<unknown>;
type Row = [name: string, right: Right, ask: Ask];

/** Each use case that is about one cluster, and the right that it asks for there. */
const ON_A_CLUSTER: Row[] = [
  ["changeMetadata", "clients.edit", (by) => changeMetadata(by, { clients: [{ ...PLACE, changes: { tags: [] } }] })],
  ["countByRule", "clients.read", (by) => countByRule(by, { cluster: HERE })],
  ["createClient", "clients.create", (by) => createClient(by, HERE, createInput({ name: "new" }))],
  ["deleteClient", "clients.delete", (by) => deleteClient(by, HERE, CLIENT)],
  [
    "dismissFindings",
    "clients.edit",
    (by) => dismissFindings(by, { findings: [{ ...PLACE, rule: "no_owner" }], dismissal: null }),
  ],
  ["getClient", "clients.read", (by) => getClient(by, HERE, CLIENT)],
  ["getCluster", "clusters.read", (by) => getCluster(by, HERE)],
  ["getConnection", "clients.read", (by) => getConnection(by, HERE, CLIENT)],
  ["getOperation", "clients.read", (by) => getOperation(by, HERE, NOBODY)],
  ["getOverview", "clients.read", (by) => getOverview(by, { cluster: HERE })],
  ["getReport", "clients.read", (by) => getReport(by, { cluster: HERE })],
  ["getScopeMatrix", "clients.read", (by) => getScopeMatrix(by, HERE)],
  ["findStoredName", "clusters.read", (by) => findStoredName(by, HERE)],
  ["listClients", "clients.read", (by) => listClients(by, HERE)],
  ["listClusterAccess", "access.read", (by) => listClusterAccess(by, HERE)],
  ["listConsoleEvents", "audit.read", (by) => listConsoleEvents(by, HERE)],
  ["listFindings", "clients.read", (by) => listFindings(by, { rule: "no_owner", cluster: HERE })],
  ["listNearDeletions", "clients.read", (by) => listNearDeletions(by, HERE)],
  ["listOperations", "clients.read", (by) => listOperations(by, HERE)],
  ["listRotations", "clients.read", (by) => listRotations(by, { cluster: HERE })],
  [
    "recordSecretEvent",
    "clients.create",
    (by) => recordSecretEvent(by, HERE, CLIENT, { event: "shown", operationId: NOBODY }),
  ],
  ["startRotation", "clients.rotate", (by) => startRotation(by, HERE, CLIENT, rotateInput())],
  [
    "testConnection",
    "clients.test",
    (by) => testConnection(by, HERE, { clientId: CLIENT, clientSecret: "a secret of a test" }),
  ],
];
const PLACE = { clusterId: HERE, clientId: CLIENT };

/** Each use case that can be about more than one cluster, or about none, and its right. */
const ELSE: Row[] = [
  ["addMember", "members.manage", (by) => addMember(by, { email: "new@example.test", grants: [] })],
  ["beginSync", "clients.read", beginSync],
  ["changeNoticeRules", "notices.manage", (by) => changeNoticeRules(by, {})],
  ["changeOwnNotices", "notices.manage", (by) => changeOwnNotices(by, {})],
  ["changeMember", "members.manage", (by) => changeMember(by, NOBODY, { disabled: true })],
  ["checkSetup", "setup.check", (by) => checkSetup(by, "settings")],
  ["countByRule", "clients.read", countByRule],
  ["countRotations", "clients.read", countRotations],
  ["countEvents", "audit.read", (by) => countEvents(by, {})],
  ["countFilter", "clients.read", (by) => countFilter(by, {}, "age")],
  ["deleteView", "clients.read", (by) => deleteView(by, NOBODY)],
  ["endAllSessions", "sessions.manage", (by) => endAllSessions(by, { id: NOBODY })],
  ["endSession", "sessions.manage", (by) => endSession(by, NOBODY)],
  ["exportHistory", "audit.read", (by) => exportHistory(by, { format: "csv" })],
  ["exportInventory", "clients.read", (by) => exportInventory(by, { format: "csv" })],
  ["findBackupNote", "setup.check", findBackupNote],
  ["findChecklist", "clusters.read", findChecklist],
  ["findEmergencyAccess", "clusters.read", findEmergencyAccess],
  ["findNoticeSettings", "notices.manage", findNoticeSettings],
  ["findOwnNotices", "notices.manage", findOwnNotices],
  ["findVerification", "audit.verify", findVerification],
  ["getMember", "members.manage", (by) => getMember(by, NOBODY)],
  ["getOverview", "clients.read", getOverview],
  ["getReport", "clients.read", getReport],
  ["getSync", "clients.read", getSync],
  ["listClusters", "clusters.read", listClusters],
  ["listEvents", "audit.read", (by) => listEvents(by, {})],
  ["listFailures", "notices.manage", listFailures],
  ["listFindings", "clients.read", (by) => listFindings(by, { rule: "no_owner" })],
  ["listInventory", "clients.read", listInventory],
  ["listMembers", "members.manage", listMembers],
  ["listOwners", "clients.edit", (by) => listOwners(by, {})],
  ["listSessions", "sessions.manage", (by) => listSessions(by, { id: NOBODY }, {})],
  ["listRotations", "clients.read", listRotations],
  ["listViews", "clients.read", listViews],
  ["listWaiting", "clients.read", listWaiting],
  ["makeCalendar", "clients.read", makeCalendar],
  ["readHistory", "audit.read", (by) => readHistory(by, {})],
  ["noteBackup", "setup.check", noteBackup],
  ["removeMember", "members.manage", (by) => removeMember(by, NOBODY)],
  ["saveView", "clients.read", (by) => saveView(by, { name: "mine", view: {} })],
  ["sendFailedAgain", "notices.manage", sendFailedAgain],
  ["sendTest", "notices.manage", (by) => sendTest(by, "mail")],
  ["startVerification", "audit.verify", startVerification],
  ["suggest", "audit.read", (by) => suggest(by, { of: "person" })],
  ["suggest", "clients.read", (by) => suggest(by, { of: "cluster" })],
  ["takeBackCalendar", "clients.read", takeBackCalendar],
];

/** What use cases call once they have asked. */
const PARTS = new Set([
  ...["changeAccess", "findMatches", "findOpenOperations", "findVisible", "mayDelete", "openCreate"],
  ...["requireRight", "startExport", "visibleEvents", "filterText"],
  ...["createNewClient", "mayRotate", "sendCreate"],
  // They find their rotation first, and it may be hidden. rotations.test.ts and the manifest of routes try their rights.
  ...[
    "changeDeadline",
    "changeRotation",
    "createInRotation",
    "findRotation",
    "getRotation",
    "letsDelete",
    "requireRotation",
  ],
  // A feed has a token in place of a session: it lists what its member may know of.
  "listDates",
  // The numbers beside Findings and Settings: they count what this member may know of, and refuse nobody.
  ...["countFindings", "countFailures"],
]);

it("the tables have every function that is called for a person", () => {
  const files = readdirSync("lib/server", { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".ts") && !/\.test\.ts$|\/testing\//.test(file),
  );
  const found = files.flatMap((file) => {
    const text = readFileSync(join("lib/server", file), "utf8");
    return [...text.matchAll(/^export (?:async )?function (\w+)[^(]*\(\s*\w+: Principal\b/gm)];
  });
  const names = new Set(found.map(([, name = ""]) => name));
  const rows = [...ON_A_CLUSTER, ...ELSE].map(([name]) => name);
  expect([...names].toSorted()).toEqual([...new Set([...rows, ...PARTS])].toSorted());
});

describeOnSqlite("a use case asks for its right itself, not its route alone:", () => {
  /** What a refused call left behind: its code, and all events and jobs since. */
  async function refusalOf(ask: Ask, principal: Principal) {
    const code = await ask(principal).then(
      () => "done",
      (error: { code?: string }) => error.code ?? error,
    );
    const events = await db().auditEvent.findMany({ where: { actorId: principal.memberId } });
    const began = await db().job.count({ where: { startedAt: { not: null } } });
    return { code, events: events.map(({ action, clusterId, detail }) => [action, clusterId, detail]), began };
  }

  it.each(ON_A_CLUSTER)("%s for %s on its cluster", async (_, right, ask) => {
    const principal = principalWith(onClusters({ [ELSEWHERE]: "admin" }));
    const events = [["access.refuse", HERE, JSON.stringify({ right })]];
    expect(await refusalOf(ask, principal)).toEqual({ code: "cluster_not_found", events, began: 0 });
  });

  it.each(ELSE)("%s for %s", async (_, right, ask) => {
    // Every real role gives some of these rights.
    const principal = { ...AUDITOR, memberId: crypto.randomUUID(), role: "nothing" as Role };
    const events = [["access.refuse", null, JSON.stringify({ right })]];
    expect(await refusalOf(ask, principal)).toEqual({ code: "forbidden", events, began: 0 });
  });
});
