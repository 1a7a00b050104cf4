import "server-only";
import { ERRORS } from "@/lib/contract/errors";
import type { SetupCheck } from "@/lib/contract/setup";
import { type Account, configuredAccount } from "@/lib/server/camunda/account";
import { readActivity } from "@/lib/server/camunda/activity";
import { listClients, listClusters } from "@/lib/server/camunda/api";
import { consoleClockAheadMs } from "@/lib/server/camunda/request";
import { consoleToken } from "@/lib/server/camunda/token";
import { AppError } from "@/lib/server/platform/errors";
import { fault, ok, warning } from "@/lib/server/setup/check";
import { checkClock } from "@/lib/server/setup/check-clock";

const TOKEN = "Access token";
const CLUSTERS = "List of clusters";
const CLIENTS = "List of clients";
const ACTIVITY = "Activity log";

/** How long this waits for the activity log, in milliseconds. The job that reads it waits for longer. */
const ACTIVITY_MS = 20_000;

const RIGHTS_PLACE = "in Console under Organization > Administration API";
const reachStep = (setting: string, url: string) =>
  `Check ${setting}, and that this machine may connect to ${new URL(url).host}. Then check again.`;

/** What to do about an error of the Console API that says nothing about a right. */
function stepFor({ code }: AppError, { baseUrl }: Account): string {
  if (code === "console_busy") return "Wait a minute, then check again.";
  if (code === "console_credentials") return "Fix the access token first.";
  if (code === "console_broken")
    return "Check CAMUNDA_CONSOLE_BASE_URL: a proxy or another service may answer in place of Camunda.";
  return reachStep("CAMUNDA_CONSOLE_BASE_URL", baseUrl);
}

/** Runs one read. An expected error is a check of its own. */
async function attempt<T>(read: Promise<T>, onError: (error: AppError) => SetupCheck) {
  try {
    return { value: await read };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { failed: onError(error) };
  }
}

function tokenFailure(error: AppError, { oauthUrl }: Account): SetupCheck {
  const { code } = error;
  if (code === "console_credentials")
    return fault(
      TOKEN,
      "Camunda does not accept Latchkey's own API client.",
      `Compare CAMUNDA_CONSOLE_CLIENT_ID, CAMUNDA_CONSOLE_CLIENT_SECRET and CAMUNDA_CONSOLE_OAUTH_AUDIENCE with the API client ${RIGHTS_PLACE}. Then restart Latchkey.`,
    );
  if (code === "console_busy") return warning(TOKEN, ERRORS[code][1], "Wait a minute, then check again.");
  if (code === "console_broken")
    return fault(
      TOKEN,
      "CAMUNDA_OAUTH_URL answers, but not with an access token.",
      "Check CAMUNDA_OAUTH_URL. For Camunda 8 SaaS it is https://login.cloud.camunda.io/oauth/token.",
    );
  return fault(TOKEN, "Camunda's token endpoint can't be reached.", reachStep("CAMUNDA_OAUTH_URL", oauthUrl));
}

function clustersFailure(error: AppError, account: Account): SetupCheck {
  if (error.code === "console_denied")
    return fault(
      CLUSTERS,
      "Latchkey's API client may not list clusters.",
      `Give it the right to read clusters (Cluster: Get) ${RIGHTS_PLACE}.`,
    );
  return fault(CLUSTERS, error.message, stepFor(error, account));
}

function clientsFailure(error: AppError, account: Account): SetupCheck {
  if (error.code === "console_denied")
    return fault(
      CLIENTS,
      "Latchkey's API client may not list the clients of a cluster.",
      `Give it the rights to read, create and delete API clients (Zeebe client: Get, Create, Delete) ${RIGHTS_PLACE}.`,
    );
  return fault(CLIENTS, error.message, stepFor(error, account));
}

/** Asks for what Latchkey can't work without: a token, the clusters, and the clients of one of them. */
export async function checkCamunda(): Promise<SetupCheck[]> {
  const account = configuredAccount();
  const token = await attempt(consoleToken(account), (error) => tokenFailure(error, account));
  if (token.failed) return [token.failed];
  const checks = [ok(TOKEN, "Camunda accepts Latchkey's own API client.")];

  const list = await attempt(listClusters(account), (error) => clustersFailure(error, account));
  if (list.failed) return [...checks, list.failed];
  const { clusters, isComplete } = list.value;
  const first = clusters[0];
  if (!first)
    return [
      ...checks,
      warning(
        CLUSTERS,
        "Camunda lists no clusters.",
        "Create a cluster in Console. If there is one, the API client belongs to another organization.",
      ),
      checkClock("Camunda", consoleClockAheadMs()),
    ];
  const count = clusters.length === 1 ? "1 cluster" : `${clusters.length} clusters`;
  checks.push(
    isComplete
      ? ok(CLUSTERS, `Latchkey may list clusters: ${count}.`)
      : warning(
          CLUSTERS,
          `${count} can be read, and others in the same list can't.`,
          "Update Latchkey. If that does not help, report it.",
        ),
  );

  const clients = await attempt(listClients(account, first.id), (error) => clientsFailure(error, account));
  const mayList = `Latchkey may list the clients of ${first.name || first.id}. Whether it may create and delete them can only be seen when you first create one.`;
  return [...checks, clients.failed ?? ok(CLIENTS, mayList), checkClock("Camunda", consoleClockAheadMs())];
}

/** Reads the beginning of the activity log, which is all that one can ask about the right to read it. */
async function readBeginning(account: Account): Promise<void> {
  const entries = readActivity(account);
  await entries.next();
  await entries.return(undefined);
}

function activityFailure(error: AppError, account: Account): SetupCheck {
  if (error.code === "console_denied")
    return warning(
      ACTIVITY,
      "Latchkey's API client may not read the activity log, so Latchkey can't say who created a client in Console.",
      `This right is optional. To see who it was, let the API client read the activity log ${RIGHTS_PLACE}.`,
    );
  return warning(ACTIVITY, error.message, stepFor(error, account));
}

/** Asks for the right that Latchkey can do without. */
export async function checkActivity(): Promise<SetupCheck[]> {
  const account = configuredAccount();
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<"slow">((resolve) => {
    timer = setTimeout(resolve, ACTIVITY_MS, "slow");
  });
  const read = attempt(readBeginning(account), (error) => activityFailure(error, account));
  const result = await Promise.race([read, tooLong]).finally(() => clearTimeout(timer));
  if (result === "slow")
    return [
      warning(
        ACTIVITY,
        `The activity log did not arrive within ${ACTIVITY_MS / 1000} s.`,
        "Nothing to do for now: the job that reads it waits for a minute. The Activity tab of a cluster says when it was last read.",
      ),
    ];
  return [result.failed ?? ok(ACTIVITY, "Latchkey may read who creates and deletes clients in Console.")];
}
