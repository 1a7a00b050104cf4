-- AlterTable
ALTER TABLE "Client" ADD COLUMN     "endAction" TEXT,
ADD COLUMN     "endSetById" TEXT,
ADD COLUMN     "endSetByName" TEXT,
ADD COLUMN     "endsAt" TIMESTAMP(3),
ADD COLUMN     "replacesId" TEXT,
ADD COLUMN     "reviewEveryDays" INTEGER;

-- AlterTable
ALTER TABLE "Member" ADD COLUMN     "calendarHash" TEXT,
ADD COLUMN     "calendarMadeAt" TIMESTAMP(3),
ADD COLUMN     "zone" TEXT;

-- AlterTable
ALTER TABLE "Operation" ADD COLUMN     "endAction" TEXT,
ADD COLUMN     "endsAt" TIMESTAMP(3),
ADD COLUMN     "rotationId" TEXT;

-- AlterTable
ALTER TABLE "Organization" ADD COLUMN     "digestHour" INTEGER NOT NULL DEFAULT 8,
ADD COLUMN     "digestZone" TEXT NOT NULL DEFAULT 'UTC',
ADD COLUMN     "endsHeldUntil" TIMESTAMP(3);

-- CreateTable
CREATE TABLE "Rotation" (
    "id" TEXT NOT NULL,
    "organizationId" TEXT NOT NULL DEFAULT 'default',
    "reason" TEXT NOT NULL,
    "note" TEXT,
    "clusterId" TEXT NOT NULL,
    "oldClientId" TEXT NOT NULL,
    "oldName" TEXT NOT NULL,
    "newClientId" TEXT,
    "newName" TEXT NOT NULL,
    "openKey" TEXT,
    "deadline" TIMESTAMP(3) NOT NULL,
    "deadlineAction" TEXT NOT NULL,
    "takenAt" TIMESTAMP(3),
    "testedAt" TIMESTAMP(3),
    "rolledOutAt" TIMESTAMP(3),
    "oldDeletedAt" TIMESTAMP(3),
    "givenUpAt" TIMESTAMP(3),
    "startedById" TEXT NOT NULL,
    "startedByName" TEXT NOT NULL,
    "startedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Rotation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "NoticeEvent" (
    "id" TEXT NOT NULL,
    "organizationId" TEXT NOT NULL DEFAULT 'default',
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "clusterId" TEXT,
    "clientRowId" TEXT,
    "rotationId" TEXT,
    "memberId" TEXT,
    "detail" TEXT NOT NULL DEFAULT '{}',
    "expandedAt" TIMESTAMP(3),

    CONSTRAINT "NoticeEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "NoticeMessage" (
    "id" TEXT NOT NULL,
    "organizationId" TEXT NOT NULL DEFAULT 'default',
    "dedupeKey" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "memberId" TEXT,
    "clusterId" TEXT,
    "clientRowId" TEXT,
    "content" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "dueAt" TIMESTAMP(3) NOT NULL,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "lastError" TEXT,
    "sentAt" TIMESTAMP(3),

    CONSTRAINT "NoticeMessage_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "NoticeRule" (
    "kind" TEXT NOT NULL,
    "timing" TEXT NOT NULL,
    "channels" TEXT NOT NULL,
    "changedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "NoticeRule_pkey" PRIMARY KEY ("kind")
);

-- CreateTable
CREATE TABLE "NoticeStop" (
    "memberId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,

    CONSTRAINT "NoticeStop_pkey" PRIMARY KEY ("memberId","kind")
);

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

-- AddForeignKey
ALTER TABLE "NoticeMessage" ADD CONSTRAINT "NoticeMessage_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "NoticeStop" ADD CONSTRAINT "NoticeStop_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member"("id") ON DELETE CASCADE ON UPDATE CASCADE;