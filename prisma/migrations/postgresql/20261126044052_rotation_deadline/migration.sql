-- AlterTable
ALTER TABLE "Rotation" ADD COLUMN     "deadlineSetById" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "deadlineSetByName" TEXT NOT NULL DEFAULT '';