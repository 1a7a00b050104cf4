-- AlterTable
ALTER TABLE "Cluster" ADD COLUMN     "sortStatus" INTEGER NOT NULL DEFAULT 2;