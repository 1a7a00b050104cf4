-- AlterTable
ALTER TABLE "Client" ADD COLUMN "told" TEXT;
