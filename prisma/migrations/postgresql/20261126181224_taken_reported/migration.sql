-- AlterTable
ALTER TABLE "Rotation" ADD COLUMN     "isTakenReported" BOOLEAN NOT NULL DEFAULT false;