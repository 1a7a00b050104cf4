-- AlterTable
ALTER TABLE "Client" ADD COLUMN     "audience" TEXT;
