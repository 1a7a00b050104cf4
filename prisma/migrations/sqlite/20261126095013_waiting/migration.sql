-- DropIndex
DROP INDEX "Client_ownerId_idx";

-- CreateIndex
CREATE INDEX "Client_ownerId_goneAt_reviewAt_id_idx" ON "Client"("ownerId", "goneAt", "reviewAt", "id");

-- CreateIndex
CREATE INDEX "Client_ownerId_goneAt_endsAt_id_idx" ON "Client"("ownerId", "goneAt", "endsAt", "id");