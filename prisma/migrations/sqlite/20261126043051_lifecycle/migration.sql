-- AlterTable
ALTER TABLE "Client" ADD COLUMN "endAction" TEXT;
ALTER TABLE "Client" ADD COLUMN "endSetById" TEXT;
ALTER TABLE "Client" ADD COLUMN "endSetByName" TEXT;
ALTER TABLE "Client" ADD COLUMN "endsAt" DATETIME;
ALTER TABLE "Client" ADD COLUMN "replacesId" TEXT;
ALTER TABLE "Client" ADD COLUMN "reviewEveryDays" INTEGER;

-- AlterTable
ALTER TABLE "Member" ADD COLUMN "calendarHash" TEXT;
ALTER TABLE "Member" ADD COLUMN "calendarMadeAt" DATETIME;
ALTER TABLE "Member" ADD COLUMN "zone" TEXT;

-- AlterTable
ALTER TABLE "Operation" ADD COLUMN "endAction" TEXT;
ALTER TABLE "Operation" ADD COLUMN "endsAt" DATETIME;
ALTER TABLE "Operation" ADD COLUMN "rotationId" TEXT;

-- CreateTable
CREATE TABLE "Rotation" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "organizationId" TEXT NOT NULL DEFAULT 'default',
    "reason" TEXT NOT NULL,
    "note" TEXT,
    "clusterId" TEXT NOT NULL,
    "oldClientId" TEXT NOT NULL,
    "oldName" TEXT NOT NULL,
    "newClientId" TEXT,
    "newName" TEXT NOT NULL,
    "openKey" TEXT,
    "deadline" DATETIME NOT NULL,
    "deadlineAction" TEXT NOT NULL,
    "takenAt" DATETIME,
    "testedAt" DATETIME,
    "rolledOutAt" DATETIME,
    "oldDeletedAt" DATETIME,
    "givenUpAt" DATETIME,
    "startedById" TEXT NOT NULL,
    "startedByName" TEXT NOT NULL,
    "startedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "NoticeEvent" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "organizationId" TEXT NOT NULL DEFAULT 'default',
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "clusterId" TEXT,
    "clientRowId" TEXT,
    "rotationId" TEXT,
    "memberId" TEXT,
    "detail" TEXT NOT NULL DEFAULT '{}',
    "expandedAt" DATETIME
);

-- CreateTable
CREATE TABLE "NoticeMessage" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "organizationId" TEXT NOT NULL DEFAULT 'default',
    "dedupeKey" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "memberId" TEXT,
    "clusterId" TEXT,
    "clientRowId" TEXT,
    "content" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "dueAt" DATETIME NOT NULL,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "lastError" TEXT,
    "sentAt" DATETIME,
    CONSTRAINT "NoticeMessage_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "NoticeRule" (
    "kind" TEXT NOT NULL PRIMARY KEY,
    "timing" TEXT NOT NULL,
    "channels" TEXT NOT NULL,
    "changedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "NoticeStop" (
    "memberId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,

    PRIMARY KEY ("memberId", "kind"),
    CONSTRAINT "NoticeStop_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Organization" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "clustersRevision" INTEGER NOT NULL DEFAULT 0,
    "clustersListedAt" DATETIME,
    "clustersComplete" BOOLEAN NOT NULL DEFAULT true,
    "clusterCount" INTEGER NOT NULL DEFAULT 0,
    "syncError" TEXT,
    "activityReadAt" DATETIME,
    "activityError" TEXT,
    "accessRevision" INTEGER NOT NULL DEFAULT 0,
    "endsHeldUntil" DATETIME,
    "digestHour" INTEGER NOT NULL DEFAULT 8,
    "digestZone" TEXT NOT NULL DEFAULT 'UTC'
);
INSERT INTO "new_Organization" ("accessRevision", "activityError", "activityReadAt", "clusterCount", "clustersComplete", "clustersListedAt", "clustersRevision", "id", "syncError") SELECT "accessRevision", "activityError", "activityReadAt", "clusterCount", "clustersComplete", "clustersListedAt", "clustersRevision", "id", "syncError" FROM "Organization";
DROP TABLE "Organization";
ALTER TABLE "new_Organization" RENAME TO "Organization";
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE INDEX "Rotation_clusterId_oldClientId_idx" ON "Rotation"("clusterId", "oldClientId");

-- CreateIndex
CREATE INDEX "Rotation_clusterId_newClientId_idx" ON "Rotation"("clusterId", "newClientId");

-- CreateIndex
CREATE INDEX "Rotation_openKey_deadline_id_idx" ON "Rotation"("openKey", "deadline", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Rotation_clusterId_openKey_key" ON "Rotation"("clusterId", "openKey");

-- CreateIndex
CREATE UNIQUE INDEX "NoticeEvent_key_key" ON "NoticeEvent"("key");

-- CreateIndex
CREATE INDEX "NoticeEvent_expandedAt_at_id_idx" ON "NoticeEvent"("expandedAt", "at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "NoticeMessage_dedupeKey_key" ON "NoticeMessage"("dedupeKey");

-- CreateIndex
CREATE INDEX "NoticeMessage_state_dueAt_id_idx" ON "NoticeMessage"("state", "dueAt", "id");

-- CreateIndex
CREATE INDEX "NoticeMessage_memberId_idx" ON "NoticeMessage"("memberId");

-- CreateIndex
CREATE INDEX "NoticeMessage_createdAt_id_idx" ON "NoticeMessage"("createdAt", "id");

-- CreateIndex
CREATE INDEX "Client_goneAt_endsAt_id_idx" ON "Client"("goneAt", "endsAt", "id");

-- CreateIndex
CREATE INDEX "Client_replacesId_idx" ON "Client"("replacesId");

-- CreateIndex
CREATE UNIQUE INDEX "Member_calendarHash_key" ON "Member"("calendarHash");

-- CreateIndex
CREATE INDEX "Operation_rotationId_idx" ON "Operation"("rotationId");