-- Operations take the place of intents, clusters get real columns, jobs and organization ids appear.

-- CreateTable
CREATE TABLE "Organization" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "clustersRevision" INTEGER NOT NULL DEFAULT 0,
    "clustersListedAt" DATETIME,
    "clustersComplete" BOOLEAN NOT NULL DEFAULT true,
    "clusterCount" INTEGER NOT NULL DEFAULT 0
);
INSERT INTO "Organization" ("id", "clustersListedAt", "clusterCount")
SELECT 'default', MAX("seenAt"), COUNT(CASE WHEN "goneAt" IS NULL THEN 1 END) FROM "Cluster";

-- CreateTable
CREATE TABLE "Job" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "leaseOwner" TEXT,
    "leaseUntil" DATETIME,
    "ranAt" DATETIME
);

-- RedefineTables: the facts of a cluster become columns. What SQL can't normalize, the next list from Camunda does.
CREATE TABLE "new_Cluster" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "organizationId" TEXT NOT NULL DEFAULT 'default',
    "name" TEXT NOT NULL DEFAULT '',
    "sortName" TEXT NOT NULL DEFAULT '',
    "status" TEXT NOT NULL DEFAULT 'Unknown',
    "version" TEXT,
    "sortVersion" TEXT,
    "region" TEXT,
    "regionId" TEXT,
    "plan" TEXT,
    "channel" TEXT,
    "createdAt" DATETIME,
    "endpoints" TEXT NOT NULL DEFAULT '{}',
    "searchText" TEXT NOT NULL DEFAULT '',
    "seenAt" DATETIME NOT NULL,
    "goneAt" DATETIME,
    "clientsRevision" INTEGER NOT NULL DEFAULT 0,
    "clientsListedAt" DATETIME,
    "clientsComplete" BOOLEAN NOT NULL DEFAULT true,
    "clientCount" INTEGER
);
INSERT INTO "new_Cluster" ("id", "name", "sortName", "status", "version", "region", "regionId", "plan", "channel", "createdAt", "endpoints", "searchText", "seenAt", "goneAt", "clientsListedAt", "clientCount")
SELECT "id",
    COALESCE(json_extract("facts", '$.name'), "id"),
    lower(COALESCE(json_extract("facts", '$.name'), "id")),
    COALESCE(json_extract("facts", '$.status'), 'Unknown'),
    json_extract("facts", '$.version'),
    json_extract("facts", '$.region'),
    json_extract("facts", '$.regionId'),
    json_extract("facts", '$.plan'),
    json_extract("facts", '$.channel'),
    replace(json_extract("facts", '$.createdAt'), 'Z', '+00:00'),
    COALESCE(json_extract("facts", '$.endpoints'), '{}'),
    replace(replace(replace(lower(COALESCE(json_extract("facts", '$.name'), '') || char(10) || "id"), '%', '％'), '_', '＿'), '\', '＼'),
    "seenAt", "goneAt", "clientCountAt", "clientCount"
FROM "Cluster";
DROP TABLE "Cluster";
ALTER TABLE "new_Cluster" RENAME TO "Cluster";
CREATE INDEX "Cluster_organizationId_goneAt_sortName_id_idx" ON "Cluster"("organizationId", "goneAt", "sortName", "id");

-- AlterTable
ALTER TABLE "Client" RENAME COLUMN "told" TO "createResponse";
ALTER TABLE "Client" ADD COLUMN "organizationId" TEXT NOT NULL DEFAULT 'default';
ALTER TABLE "Client" ADD COLUMN "sortName" TEXT NOT NULL DEFAULT '';
ALTER TABLE "Client" ADD COLUMN "searchText" TEXT NOT NULL DEFAULT '';
ALTER TABLE "Client" ADD COLUMN "secretShownAt" DATETIME;
UPDATE "Client" SET "secretShownAt" = (SELECT MAX(i."acknowledgedAt") FROM "Intent" i WHERE i."clusterId" = "Client"."clusterId" AND i."clientId" = "Client"."clientId");
-- A JSON list of strings becomes comma-separated.
UPDATE "Client" SET
    "scopes" = COALESCE((SELECT group_concat("value", ',') FROM (SELECT "value" FROM json_each("Client"."scopes"))), ''),
    "sortName" = lower("name"),
    "searchText" = replace(replace(replace(lower("name" || char(10) || "clientId" || char(10) || COALESCE("purpose", '') || char(10) || COALESCE("createdByName", '')), '%', '％'), '_', '＿'), '\', '＼');
DROP INDEX "Client_clusterId_idx";
CREATE INDEX "Client_clusterId_goneAt_sortName_id_idx" ON "Client"("clusterId", "goneAt", "sortName", "id");
CREATE INDEX "Client_clusterId_name_idx" ON "Client"("clusterId", "name");

-- CreateTable
CREATE TABLE "Operation" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "organizationId" TEXT NOT NULL DEFAULT 'default',
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "clusterId" TEXT NOT NULL,
    "clusterName" TEXT,
    "clientId" TEXT,
    "clientName" TEXT,
    "key" TEXT,
    "openKey" TEXT,
    "scopes" TEXT NOT NULL DEFAULT '',
    "purpose" TEXT,
    "knownClientIds" TEXT NOT NULL DEFAULT '',
    "discards" TEXT,
    "actorId" TEXT NOT NULL,
    "actorName" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "address" TEXT,
    "requestId" TEXT,
    "errorCode" TEXT,
    "requestedAt" DATETIME NOT NULL,
    "settledAt" DATETIME,
    "checks" INTEGER NOT NULL DEFAULT 0,
    "dueAt" DATETIME,
    "confirmedAt" DATETIME
);

-- Every intent to create a client goes on as an operation. A discarded orphan whose delete was cut off is an orphan.
INSERT INTO "Operation" ("id", "kind", "state", "clusterId", "clusterName", "clientId", "clientName", "key", "openKey", "scopes", "purpose", "knownClientIds", "actorId", "actorName", "role", "address", "requestId", "errorCode", "requestedAt", "settledAt", "checks", "dueAt", "confirmedAt")
SELECT "id", 'create',
    CASE WHEN "state" = 'created' THEN 'succeeded' WHEN "state" = 'discarded' AND "leaseUntil" IS NOT NULL THEN 'orphaned' ELSE "state" END,
    "clusterId", (SELECT c."name" FROM "Cluster" c WHERE c."id" = "Intent"."clusterId"), "clientId", "name", "key", "openName",
    COALESCE((SELECT group_concat("value", ',') FROM (SELECT "value" FROM json_each("Intent"."scopes"))), ''),
    "purpose",
    COALESCE((SELECT group_concat("clientId", ',') FROM (SELECT c."clientId" FROM "Client" c WHERE c."clusterId" = "Intent"."clusterId" AND c."name" = "Intent"."name" AND c."firstSeenAt" < "Intent"."createdAt" AND c."clientId" <> COALESCE("Intent"."clientId", ''))), ''),
    "actorId", "actorName", "role", "address", "requestId", "errorCode", "createdAt", "settledAt", "looks",
    CASE WHEN "state" = 'unknown' THEN COALESCE("nextLookAt", "createdAt") WHEN "state" = 'requested' THEN COALESCE("leaseUntil", "createdAt") WHEN "state" = 'orphaned' OR "leaseUntil" IS NOT NULL THEN "createdAt" END,
    "acknowledgedAt"
FROM "Intent";
DROP TABLE "Intent";

-- Every delete in the history whose request has no outcome yet goes on as an operation as well.
INSERT INTO "Operation" ("id", "kind", "state", "clusterId", "clusterName", "clientId", "clientName", "actorId", "actorName", "role", "address", "requestId", "requestedAt", "dueAt")
SELECT e."id", 'delete', 'unknown', e."clusterId", e."clusterName", e."clientId", e."clientName", COALESCE(e."actorId", ''), e."actorName", COALESCE(e."role", ''), e."address", e."requestId", e."at", e."at"
FROM "AuditEvent" e
WHERE e."action" = 'client.delete' AND e."outcome" = 'requested' AND e."clusterId" IS NOT NULL AND e."clientId" IS NOT NULL
    AND NOT EXISTS (
        SELECT 1 FROM "AuditEvent" later
        WHERE later."clientId" = e."clientId" AND later."clusterId" = e."clusterId" AND later."action" = 'client.delete'
            AND later."seq" > e."seq" AND later."outcome" <> 'unknown'
    );

CREATE UNIQUE INDEX "Operation_actorId_key_key" ON "Operation"("actorId", "key");
CREATE UNIQUE INDEX "Operation_clusterId_openKey_key" ON "Operation"("clusterId", "openKey");
CREATE INDEX "Operation_state_dueAt_idx" ON "Operation"("state", "dueAt");
CREATE INDEX "Operation_clusterId_state_idx" ON "Operation"("clusterId", "state");
CREATE INDEX "Operation_clusterId_clientId_idx" ON "Operation"("clusterId", "clientId");

-- AlterTable: events written so far are of version 1, and keep their hashes.
ALTER TABLE "AuditEvent" RENAME COLUMN "intentId" TO "operationId";
ALTER TABLE "AuditEvent" ADD COLUMN "organizationId" TEXT NOT NULL DEFAULT 'default';
ALTER TABLE "AuditEvent" ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1;
CREATE INDEX "AuditEvent_actorName_seq_idx" ON "AuditEvent"("actorName", "seq");
CREATE INDEX "AuditEvent_clusterName_seq_idx" ON "AuditEvent"("clusterName", "seq");
CREATE INDEX "AuditEvent_clientName_seq_idx" ON "AuditEvent"("clientName", "seq");
