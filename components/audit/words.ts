import type { Tone } from "@/components/ui/feedback/status";
import { utcText } from "@/components/ui/time/instant-text";
import type { AuditEvent } from "@/lib/contract/audit";
import type { AuditAction, AuditOutcome } from "@/lib/contract/audit-actions";
import type { ConnectionCheck } from "@/lib/contract/connection-test";
import type { ErrorCode } from "@/lib/contract/errors";
import { FINDING_TITLES } from "@/lib/contract/finding-rules";
import { FORMAT_LABELS } from "@/lib/credentials/format-labels";

// Maps, and not objects: events may hold words from a newer version, or ones such as "constructor".

const ACTIONS = new Map<string, string>(
  Object.entries({
    "session.sign-in": "Sign in",
    "session.sign-out": "Sign out",
    "session.emergency": "Emergency sign-in",
    "session.end": "End session",
    "access.refuse": "Access denied",
    "member.add": "Add member",
    "member.change": "Change access",
    "member.disable": "Disable member",
    "member.enable": "Enable member",
    "member.remove": "Remove member",
    "client.create": "Create client",
    "client.delete": "Delete client",
    "client.edit": "Edit client",
    "client.adopt": "Adopt client",
    "rotation.start": "Start rotation",
    "rotation.change": "Change rotation",
    "rotation.give-up": "Stop rotation",
    "rotation.finish": "Finish rotation",
    "client.review": "Review client",
    "client.put-off": "Postpone end",
    "finding.dismiss": "Dismiss finding",
    "finding.reopen": "Reopen finding",
    "client.test": "Test connection",
    "secret.shown": "Secret shown",
    "secret.revealed": "Secret revealed",
    "secret.copied": "Credentials copied",
    "secret.downloaded": "File downloaded",
    "calendar.make": "Create calendar address",
    "calendar.take-back": "Revoke calendar address",
    "history.read": "Read audit log",
    "history.export": "Export audit log",
    "history.verify": "Verify audit log",
    "history.key": "Use new signing key",
    "inventory.export": "Export clients",
    "notice.change": "Change notices",
    "setup.check": "Check API client's rights",
    "setup.note": "Record backup",
  } satisfies Record<AuditAction, string>),
);

/** An action in words. An unknown one is shown as it is. */
export function actionText(action: string): string {
  return ACTIONS.get(action) ?? action;
}

type OutcomeStatus = { words: string; tone: Tone };

const OUTCOMES = new Map<string, OutcomeStatus>(
  Object.entries({
    requested: { words: "Requested", tone: "idle" },
    succeeded: { words: "Succeeded", tone: "ok" },
    rejected: { words: "Rejected", tone: "bad" },
    unknown: { words: "No clear response", tone: "warn" },
    orphaned: { words: "Secret lost", tone: "warn" },
    absent: { words: "Not found", tone: "idle" },
    not_done: { words: "Not carried out", tone: "warn" },
    corrected: { words: "Corrected", tone: "warn" },
    refused: { words: "Refused", tone: "bad" },
    reported: { words: "Reported by the browser", tone: "idle" },
    broken: { words: "Broken", tone: "bad" },
  } satisfies Record<AuditOutcome, OutcomeStatus>),
);

/** An outcome in words, with its tone. An unknown one is shown as it is. */
export function outcomeStatus(outcome: string): OutcomeStatus {
  return OUTCOMES.get(outcome) ?? { words: outcome, tone: "unknown" };
}

type SignInReason =
  | "sign_in_other_domain"
  | "sign_in_wrong_password"
  | "sign_in_not_begun"
  | "sign_in_unreachable"
  | "sign_in_not_confirmed";

/** Why Latchkey or Camunda refused, or did not respond. The messages of the errors themselves would be too long, and heavy to load. */
const REASONS = new Map<string, string>(
  Object.entries({
    cluster_not_found: "no such cluster",
    client_not_found: "no such client",
    client_not_ready: "the client was not ready yet",
    name_taken: "the name was taken",
    create_refused: "Camunda refused it",
    console_denied: "Latchkey lacks a permission in Console",
    console_credentials: "Camunda rejected Latchkey's credentials",
    console_broken: "unreadable response from Console",
    console_unreachable: "Console could not be reached",
    console_busy: "Console was too busy",
    console_timeout: "Console did not respond in time",
    console_queue: "too many requests were waiting",
    internal: "an error inside Latchkey",
    unauthenticated: "nobody was signed in",
    cross_site: "it was sent by another site",
    no_access: "no role yet",
    rate_limited: "too many in a short time",
    sign_in_other_domain: "the account belongs to no domain that may sign in",
    sign_in_wrong_password: "the e-mail address or the password was wrong",
    sign_in_not_begun: "it did not begin in this browser in the last 15 minutes",
    sign_in_unreachable: "the identity provider could not be reached",
    sign_in_not_confirmed: "the identity provider did not confirm it",
  } satisfies Partial<Record<ErrorCode | SignInReason, string>>),
);

const RIGHTS = new Map([
  ["audit.verify", "verify the audit log"],
  ["clients.create", "create a client"],
  ["clients.delete", "delete a client"],
  ["clients.rotate", "rotate a client"],
  ["clients.edit", "edit a client"],
  ["clients.test", "test a connection"],
  ["access.read", "see who has access"],
  ["members.manage", "manage members"],
  ["setup.check", "check the setup"],
  ["notices.manage", "change notices of everybody"],
  ["sessions.manage", "see or end sessions"],
]);

const CHECKS = new Map<string, string>(
  Object.entries({
    reached: "reached",
    not_permitted: "reached, no permissions yet",
    not_active: "not active yet",
    failed: "not reached",
    not_testable: "nothing to test",
    not_tried: "not tried",
  } satisfies Record<ConnectionCheck["outcome"], string>),
);

/** States of creates and deletes, of members and of sessions. */
const BEFORE_AND_AFTER = new Map([
  ...Array.from(OUTCOMES, ([state, { words }]): [string, string] => [state, words]),
  ["invited", "Invited"],
  ["enabled", "Enabled"],
  ["disabled", "Disabled"],
  ["signed-in", "signed in"],
  ["ended", "ended"],
]);

type Grant = { role: string; clusters: "all" | { id: string; name: string }[] };
type Person = { id: string; name: string; address: string | null };
type Change = { field: string; from: string | null; to: string | null };
const isChange = (part: object): part is Change => "field" in part && "from" in part && "to" in part;
const isGrant = (part: object): part is Grant => "role" in part && "clusters" in part;
const isPerson = (part: object): part is Person => "name" in part && "address" in part;

const FIELDS = new Map([
  ["owner", "owner"],
  ["purpose", "purpose"],
  ["reviewOn", "review date"],
  ["tags", "tags"],
  ["isAdopted", "adopted"],
  ["end", "end"],
  ["reviewEveryDays", "days between reviews"],
]);

const DEADLINE_ACTIONS = new Map([
  ["remind", "remind people"],
  ["delete", "delete the old client"],
]);

/** A member, a role with its clusters, or a changed field, as events name them. */
function partText(part: object): string {
  if (isChange(part))
    return `${FIELDS.get(part.field) ?? part.field} from ${part.from ?? "nothing"} to ${part.to ?? "nothing"}`;
  if (isPerson(part)) return [part.name, part.address && `<${part.address}>`, part.id].filter(Boolean).join(" ");
  if (!isGrant(part)) return JSON.stringify(part);
  const { role, clusters } = part;
  if (!Array.isArray(clusters)) return `${role} on all clusters`;
  return `${role} on ${clusters.map(({ id, name }) => `${name} (${id})`).join(", ")}`;
}

type Fact = { label: string; values?: ReadonlyMap<string, string>; textOf?: (value: string) => string };

const instantText = (value: string) => (Number.isNaN(Date.parse(value)) ? value : utcText(value));

/** Details whose labels are their names. */
const NAMES =
  "provider request scopes owner purpose checks found member reason until person device sessions events rows filter command ended rotation replaces done faults warnings";

/** The details of events, with the words for those values that are names of our own. */
const FACTS = new Map<string, Fact>([
  ...NAMES.split(" ").map((name): [string, Fact] => [name, { label: `${name[0]?.toUpperCase()}${name.slice(1)}` }]),
  ["access", { label: "Role", values: new Map([["none", "none yet"]]) }],
  ["right", { label: "Attempted to", values: RIGHTS }],
  ["code", { label: "Reason", values: REASONS }],
  // Written by versions before 0.2.
  ["looks", { label: "Checks" }],
  ["changes", { label: "Changed" }],
  ["rule", { label: "Finding", values: new Map(Object.entries(FINDING_TITLES)) }],
  ["from", { label: "Before", values: BEFORE_AND_AFTER }],
  ["to", { label: "After", values: BEFORE_AND_AFTER }],
  ["cause", { label: "Cause", values: new Map([["new-sign-in", "a new sign-in in the same browser"]]) }],
  ["format", { label: "Format", values: new Map<string, string>(Object.entries(FORMAT_LABELS)) }],
  ["newName", { label: "New client" }],
  ["newClientId", { label: "ID of the new client" }],
  ["setBy", { label: "Set by" }],
  ["setById", { label: "Set by member" }],
  [
    "because",
    {
      label: "Because",
      values: new Map([
        ["rotation_deadline", "the overlap of its rotation has ended"],
        ["client_end", "it reached its end"],
      ]),
    },
  ],
  ["deadline", { label: "End of the overlap", textOf: instantText }],
  ["deadlineAction", { label: "Then", values: DEADLINE_ACTIONS }],
  [
    "rotationReason",
    {
      label: "Why",
      values: new Map([
        ["rotate", "a new secret"],
        ["scopes", "other scopes"],
        ["leak", "the secret has leaked"],
      ]),
    },
  ],
  [
    "step",
    {
      label: "Step",
      values: new Map([
        ["taken", "credentials saved"],
        ["tested", "tested"],
        ["rolledOut", "rolled out"],
        ["oldDeleted", "old client deleted"],
      ]),
    },
  ],
  ["brokenAt", { label: "First broken event" }],
  ["groups", { label: "Groups", values: new Map([["incomplete", "the identity provider did not send all"]]) }],
]);

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/** Details that are only IDs. */
const IDS = new Set(["rotation", "newClientId", "setById"]);

/**
 * The details of an event, as `Name: value`. A name without words is a scope, its value the result of its test.
 * @param withIds false leaves out what is only an ID
 */
export function detailText(detail: AuditEvent["detail"], withIds = true): string {
  return Object.entries(detail)
    .filter(([name]) => withIds || !IDS.has(name))
    .map(([name, value]) => {
      const { label, values, textOf = String } = FACTS.get(name) ?? { label: name, values: CHECKS };
      const texts = [value]
        .flat()
        .map((part) => (isObject(part) ? partText(part) : (values?.get(String(part)) ?? textOf(String(part)))));
      return `${label}: ${texts.length > 0 ? texts.join(", ") : "nothing"}`;
    })
    .join(" · ");
}
