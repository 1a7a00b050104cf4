-- Operations take the place of intents, clusters get real columns, jobs and organization ids appear.

-- CreateTable
CREATE TABLE "Organization" (
    "id" TEXT NOT NULL,
    "clustersRevision" INTEGER NOT NULL DEFAULT 0,
    "clustersListedAt" TIMESTAMP(3),
    "clustersComplete" BOOLEAN NOT NULL DEFAULT true,
    "clusterCount" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "Organization_pkey" PRIMARY KEY ("id")
);
INSERT INTO "Organization" ("id", "clustersListedAt", "clusterCount")
SELECT 'default', MAX("seenAt"), COUNT(*) FILTER (WHERE "goneAt" IS NULL) FROM "Cluster";

-- CreateTable
CREATE TABLE "Job" (
    "name" TEXT NOT NULL,
    "leaseOwner" TEXT,
    "leaseUntil" TIMESTAMP(3),
    "ranAt" TIMESTAMP(3),

    CONSTRAINT "Job_pkey" PRIMARY KEY ("name")
);

-- AlterTable: the facts of a cluster become columns. What SQL can't normalize, the next list from Camunda does.
ALTER TABLE "Cluster"
    ADD COLUMN "organizationId" TEXT NOT NULL DEFAULT 'default',
    ADD COLUMN "name" TEXT NOT NULL DEFAULT '',
    ADD COLUMN "sortName" TEXT COLLATE "C" NOT NULL DEFAULT '',
    ADD COLUMN "status" TEXT NOT NULL DEFAULT 'Unknown',
    ADD COLUMN "version" TEXT,
    ADD COLUMN "sortVersion" TEXT COLLATE "C",
    ADD COLUMN "region" TEXT,
    ADD COLUMN "regionId" TEXT,
    ADD COLUMN "plan" TEXT,
    ADD COLUMN "channel" TEXT,
    ADD COLUMN "createdAt" TIMESTAMP(3),
    ADD COLUMN "endpoints" TEXT NOT NULL DEFAULT '{}',
    ADD COLUMN "searchText" TEXT NOT NULL DEFAULT '',
    ADD COLUMN "clientsRevision" INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN "clientsComplete" BOOLEAN NOT NULL DEFAULT true;
ALTER TABLE "Cluster" RENAME COLUMN "clientCountAt" TO "clientsListedAt";
UPDATE "Cluster" SET
    "name" = COALESCE("facts"::jsonb ->> 'name', "id"),
    "sortName" = lower(COALESCE("facts"::jsonb ->> 'name', "id")),
    "status" = COALESCE("facts"::jsonb ->> 'status', 'Unknown'),
    "version" = "facts"::jsonb ->> 'version',
    "region" = "facts"::jsonb ->> 'region',
    "regionId" = "facts"::jsonb ->> 'regionId',
    "plan" = "facts"::jsonb ->> 'plan',
    "channel" = "facts"::jsonb ->> 'channel',
    "createdAt" = ("facts"::jsonb ->> 'createdAt')::timestamptz AT TIME ZONE 'UTC',
    "endpoints" = COALESCE("facts"::jsonb ->> 'endpoints', '{}'),
    "searchText" = replace(replace(replace(lower(COALESCE("facts"::jsonb ->> 'name', '') || chr(10) || "id"), '%', '％'), '_', '＿'), E'\\', '＼');
ALTER TABLE "Cluster" DROP COLUMN "facts";
CREATE INDEX "Cluster_organizationId_goneAt_sortName_id_idx" ON "Cluster"("organizationId", "goneAt", "sortName", "id");

-- AlterTable
ALTER TABLE "Client" RENAME COLUMN "told" TO "createResponse";
ALTER TABLE "Client"
    ADD COLUMN "organizationId" TEXT NOT NULL DEFAULT 'default',
    ADD COLUMN "sortName" TEXT COLLATE "C" NOT NULL DEFAULT '',
    ADD COLUMN "searchText" TEXT NOT NULL DEFAULT '',
    ADD COLUMN "secretShownAt" TIMESTAMP(3);
UPDATE "Client" SET "secretShownAt" = (SELECT MAX(i."acknowledgedAt") FROM "Intent" i WHERE i."clusterId" = "Client"."clusterId" AND i."clientId" = "Client"."clientId");
-- A JSON list of strings becomes comma-separated.
UPDATE "Client" SET
    "scopes" = COALESCE((SELECT string_agg(s."value", ',' ORDER BY s."at") FROM jsonb_array_elements_text("Client"."scopes"::jsonb) WITH ORDINALITY AS s("value", "at")), ''),
    "sortName" = lower("name"),
    "searchText" = replace(replace(replace(lower("name" || chr(10) || "clientId" || chr(10) || COALESCE("purpose", '') || chr(10) || COALESCE("createdByName", '')), '%', '％'), '_', '＿'), E'\\', '＼');
DROP INDEX "Client_clusterId_idx";
CREATE INDEX "Client_clusterId_goneAt_sortName_id_idx" ON "Client"("clusterId", "goneAt", "sortName", "id");
CREATE INDEX "Client_clusterId_name_idx" ON "Client"("clusterId", "name");

-- CreateTable
CREATE TABLE "Operation" (
    "id" TEXT NOT NULL,
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
    "requestedAt" TIMESTAMP(3) NOT NULL,
    "settledAt" TIMESTAMP(3),
    "checks" INTEGER NOT NULL DEFAULT 0,
    "dueAt" TIMESTAMP(3),
    "confirmedAt" TIMESTAMP(3),

    CONSTRAINT "Operation_pkey" PRIMARY KEY ("id")
);

-- Every intent to create a client goes on as an operation. A discarded orphan whose delete was cut off is an orphan.
INSERT INTO "Operation" ("id", "kind", "state", "clusterId", "clusterName", "clientId", "clientName", "key", "openKey", "scopes", "purpose", "knownClientIds", "actorId", "actorName", "role", "address", "requestId", "errorCode", "requestedAt", "settledAt", "checks", "dueAt", "confirmedAt")
SELECT i."id", 'create',
    CASE WHEN i."state" = 'created' THEN 'succeeded' WHEN i."state" = 'discarded' AND i."leaseUntil" IS NOT NULL THEN 'orphaned' ELSE i."state" END,
    i."clusterId", (SELECT c."name" FROM "Cluster" c WHERE c."id" = i."clusterId"), i."clientId", i."name", i."key", i."openName",
    COALESCE((SELECT string_agg(s."value", ',' ORDER BY s."at") FROM jsonb_array_elements_text(i."scopes"::jsonb) WITH ORDINALITY AS s("value", "at")), ''),
    i."purpose",
    COALESCE((SELECT string_agg(c."clientId", ',') FROM "Client" c WHERE c."clusterId" = i."clusterId" AND c."name" = i."name" AND c."firstSeenAt" < i."createdAt" AND c."clientId" <> COALESCE(i."clientId", '')), ''),
    i."actorId", i."actorName", i."role", i."address", i."requestId", i."errorCode", i."createdAt", i."settledAt", i."looks",
    CASE WHEN i."state" = 'unknown' THEN COALESCE(i."nextLookAt", i."createdAt") WHEN i."state" = 'requested' THEN COALESCE(i."leaseUntil", i."createdAt") WHEN i."state" = 'orphaned' OR i."leaseUntil" IS NOT NULL THEN i."createdAt" END,
    i."acknowledgedAt"
FROM "Intent" i;
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
ALTER TABLE "AuditEvent"
    ADD COLUMN "organizationId" TEXT NOT NULL DEFAULT 'default',
    ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1;
CREATE INDEX "AuditEvent_actorName_seq_idx" ON "AuditEvent"("actorName", "seq");
CREATE INDEX "AuditEvent_clusterName_seq_idx" ON "AuditEvent"("clusterName", "seq");
CREATE INDEX "AuditEvent_clientName_seq_idx" ON "AuditEvent"("clientName", "seq");
