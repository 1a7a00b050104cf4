-- AlterTable
ALTER TABLE "AuditEvent" ADD COLUMN "keyId" TEXT;

-- AlterTable
ALTER TABLE "Job" ADD COLUMN "startedAt" DATETIME;

-- AlterTable
ALTER TABLE "Operation" ADD COLUMN "ownerId" TEXT;
ALTER TABLE "Operation" ADD COLUMN "ownerName" TEXT;

-- AlterTable
ALTER TABLE "Organization" ADD COLUMN "activityError" TEXT;
ALTER TABLE "Organization" ADD COLUMN "activityReadAt" DATETIME;
ALTER TABLE "Organization" ADD COLUMN "syncError" TEXT;

-- CreateTable
CREATE TABLE "Finding" (
    "clientRowId" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "clusterId" TEXT NOT NULL,
    "foundAt" DATETIME NOT NULL,
    "dismissedUntil" DATETIME,
    "dismissedReason" TEXT,
    "dismissedById" TEXT,
    "dismissedByName" TEXT,

    PRIMARY KEY ("clientRowId", "rule"),
    CONSTRAINT "Finding_clientRowId_fkey" FOREIGN KEY ("clientRowId") REFERENCES "Client" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "SavedView" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "memberId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "SavedView_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ConsoleEvent" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "at" DATETIME,
    "clusterId" TEXT,
    "clientId" TEXT,
    "clientName" TEXT,
    "userId" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "seenAt" DATETIME NOT NULL
);

-- AlterTable
ALTER TABLE "Client" ADD COLUMN "adoptedAt" DATETIME;
ALTER TABLE "Client" ADD COLUMN "appearedAt" DATETIME;
ALTER TABLE "Client" ADD COLUMN "clusterName" TEXT NOT NULL DEFAULT '';
ALTER TABLE "Client" ADD COLUMN "clusterSort" TEXT NOT NULL DEFAULT '';
ALTER TABLE "Client" ADD COLUMN "consoleAt" DATETIME;
ALTER TABLE "Client" ADD COLUMN "consoleUser" TEXT;
ALTER TABLE "Client" ADD COLUMN "knownSince" DATETIME;
ALTER TABLE "Client" ADD COLUMN "lastSeenAt" DATETIME;
ALTER TABLE "Client" ADD COLUMN "ownerId" TEXT;
ALTER TABLE "Client" ADD COLUMN "ownerName" TEXT;
ALTER TABLE "Client" ADD COLUMN "reviewAt" DATETIME;
ALTER TABLE "Client" ADD COLUMN "tags" TEXT NOT NULL DEFAULT '';
ALTER TABLE "Client" ADD COLUMN "testOutcome" TEXT;
ALTER TABLE "Client" ADD COLUMN "testedAt" DATETIME;

-- An age counts from the creation or, if that is unknown, from the first list that had the client.
UPDATE "Client" SET "knownSince" = COALESCE("createdAt", "firstSeenAt");

-- AlterTable
ALTER TABLE "Cluster" ADD COLUMN "labels" TEXT NOT NULL DEFAULT '';
ALTER TABLE "Cluster" ADD COLUMN "syncError" TEXT;
ALTER TABLE "Cluster" ADD COLUMN "syncTriedAt" DATETIME;

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

-- What the search over all clients looks through: an index of all parts of three characters. Its rows are found by a key
-- of their own, because SQLite may renumber those of a table without one.
CREATE TABLE "ClientTextKey" ("key" INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE);
CREATE VIRTUAL TABLE "ClientText" USING fts5("id" UNINDEXED, "text", tokenize = 'trigram');
INSERT INTO "ClientTextKey" ("id") SELECT "id" FROM "Client";
INSERT INTO "ClientText" (rowid, "id", "text")
SELECT "key", "Client"."id", "searchText" FROM "ClientTextKey" JOIN "Client" ON "Client"."id" = "ClientTextKey"."id";

CREATE TRIGGER "Client_text_insert" AFTER INSERT ON "Client"
BEGIN
    INSERT INTO "ClientTextKey" ("id") VALUES (NEW."id");
    INSERT INTO "ClientText" (rowid, "id", "text")
    SELECT "key", NEW."id", NEW."searchText" FROM "ClientTextKey" WHERE "id" = NEW."id";
END;

CREATE TRIGGER "Client_text_update" AFTER UPDATE OF "searchText" ON "Client"
WHEN NEW."searchText" <> OLD."searchText"
BEGIN
    UPDATE "ClientText" SET "text" = NEW."searchText"
    WHERE rowid = (SELECT "key" FROM "ClientTextKey" WHERE "id" = NEW."id");
END;

CREATE TRIGGER "Client_text_delete" AFTER DELETE ON "Client"
BEGIN
    DELETE FROM "ClientText" WHERE rowid = (SELECT "key" FROM "ClientTextKey" WHERE "id" = OLD."id");
    DELETE FROM "ClientTextKey" WHERE "id" = OLD."id";
END;
