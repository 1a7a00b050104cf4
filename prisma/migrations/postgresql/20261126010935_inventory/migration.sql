-- AlterTable
ALTER TABLE "AuditEvent" ADD COLUMN "keyId" TEXT;

-- AlterTable
ALTER TABLE "Client"
    ADD COLUMN "adoptedAt" TIMESTAMP(3),
    ADD COLUMN "appearedAt" TIMESTAMP(3),
    ADD COLUMN "clusterName" TEXT NOT NULL DEFAULT '',
    ADD COLUMN "clusterSort" TEXT COLLATE "C" NOT NULL DEFAULT '',
    ADD COLUMN "consoleAt" TIMESTAMP(3),
    ADD COLUMN "consoleUser" TEXT,
    ADD COLUMN "knownSince" TIMESTAMP(3),
    ADD COLUMN "lastSeenAt" TIMESTAMP(3),
    ADD COLUMN "ownerId" TEXT,
    ADD COLUMN "ownerName" TEXT,
    ADD COLUMN "reviewAt" TIMESTAMP(3),
    ADD COLUMN "tags" TEXT NOT NULL DEFAULT '',
    ADD COLUMN "testOutcome" TEXT,
    ADD COLUMN "testedAt" TIMESTAMP(3);

-- An age counts from the creation or, if that is unknown, from the first list that had the client.
UPDATE "Client" SET "knownSince" = COALESCE("createdAt", "firstSeenAt");

-- AlterTable
ALTER TABLE "Cluster"
    ADD COLUMN "labels" TEXT NOT NULL DEFAULT '',
    ADD COLUMN "syncError" TEXT,
    ADD COLUMN "syncTriedAt" TIMESTAMP(3);

-- AlterTable
ALTER TABLE "Job" ADD COLUMN "startedAt" TIMESTAMP(3);

-- AlterTable
ALTER TABLE "Operation"
    ADD COLUMN "ownerId" TEXT,
    ADD COLUMN "ownerName" TEXT;

-- AlterTable
ALTER TABLE "Organization"
    ADD COLUMN "activityError" TEXT,
    ADD COLUMN "activityReadAt" TIMESTAMP(3),
    ADD COLUMN "syncError" TEXT;

-- CreateTable
CREATE TABLE "Finding" (
    "clientRowId" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "clusterId" TEXT NOT NULL,
    "foundAt" TIMESTAMP(3) NOT NULL,
    "dismissedUntil" TIMESTAMP(3),
    "dismissedReason" TEXT,
    "dismissedById" TEXT,
    "dismissedByName" TEXT,

    CONSTRAINT "Finding_pkey" PRIMARY KEY ("clientRowId","rule")
);

-- CreateTable
CREATE TABLE "SavedView" (
    "id" TEXT NOT NULL,
    "memberId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "SavedView_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ConsoleEvent" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "at" TIMESTAMP(3),
    "clusterId" TEXT,
    "clientId" TEXT,
    "clientName" TEXT,
    "userId" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "seenAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "ConsoleEvent_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Finding_dismissedUntil_idx" ON "Finding"("dismissedUntil");

-- CreateIndex
CREATE INDEX "Finding_rule_foundAt_clientRowId_idx" ON "Finding"("rule", "foundAt", "clientRowId");

-- CreateIndex
CREATE INDEX "Finding_clusterId_rule_idx" ON "Finding"("clusterId", "rule");

-- CreateIndex
CREATE UNIQUE INDEX "SavedView_memberId_name_key" ON "SavedView"("memberId", "name");

-- CreateIndex
CREATE INDEX "ConsoleEvent_clusterId_at_idx" ON "ConsoleEvent"("clusterId", "at");

-- CreateIndex
CREATE INDEX "ConsoleEvent_clientId_idx" ON "ConsoleEvent"("clientId");

-- CreateIndex
CREATE INDEX "Client_clientId_idx" ON "Client"("clientId");

-- CreateIndex
CREATE INDEX "Client_goneAt_sortName_id_idx" ON "Client"("goneAt", "sortName", "id");

-- CreateIndex
CREATE INDEX "Client_goneAt_clusterSort_sortName_id_idx" ON "Client"("goneAt", "clusterSort", "sortName", "id");

-- CreateIndex
CREATE INDEX "Client_goneAt_knownSince_id_idx" ON "Client"("goneAt", "knownSince", "id");

-- CreateIndex
CREATE INDEX "Client_goneAt_reviewAt_id_idx" ON "Client"("goneAt", "reviewAt", "id");

-- CreateIndex
CREATE INDEX "Client_goneAt_origin_sortName_id_idx" ON "Client"("goneAt", "origin", "sortName", "id");

-- CreateIndex
CREATE INDEX "AuditEvent_outcome_seq_idx" ON "AuditEvent"("outcome", "seq");

-- CreateIndex
CREATE INDEX "Client_ownerId_idx" ON "Client"("ownerId");

-- CreateIndex
CREATE INDEX "Client_appearedAt_idx" ON "Client"("appearedAt");

-- AddForeignKey
ALTER TABLE "Finding" ADD CONSTRAINT "Finding_clientRowId_fkey" FOREIGN KEY ("clientRowId") REFERENCES "Client"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SavedView" ADD CONSTRAINT "SavedView_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What the search over all clients looks through.
CREATE VIEW "ClientText" AS SELECT "id", "searchText" AS "text" FROM "Client";

-- Without the extension, the search still works and is slow with many clients. To add both later, run the two statements.
DO $$
BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
    CREATE INDEX "Client_searchText_trgm_idx" ON "Client" USING GIN ("searchText" gin_trgm_ops);
EXCEPTION
    WHEN insufficient_privilege OR feature_not_supported OR undefined_file OR undefined_object THEN
        RAISE NOTICE 'pg_trgm is not available: the search over all clients has no index.';
END
$$;
