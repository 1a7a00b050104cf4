-- AlterTable
ALTER TABLE "Rotation" ADD COLUMN "deadlineSetById" TEXT NOT NULL DEFAULT '';
ALTER TABLE "Rotation" ADD COLUMN "deadlineSetByName" TEXT NOT NULL DEFAULT '';
