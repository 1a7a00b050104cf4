-- AlterTable
ALTER TABLE "Client" ADD COLUMN     "endDueAt" TIMESTAMP(3);

-- CreateIndex
CREATE INDEX "Client_endDueAt_id_idx" ON "Client"("endDueAt", "id");

-- CreateIndex
CREATE INDEX "Client_clusterId_endsAt_idx" ON "Client"("clusterId", "endsAt");

-- CreateIndex
CREATE INDEX "Rotation_startedById_openKey_idx" ON "Rotation"("startedById", "openKey");

-- The dates of reviews from before.
UPDATE "Client" SET "endDueAt" = "reviewAt" WHERE "reviewAt" IS NOT NULL;
