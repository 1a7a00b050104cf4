-- AlterTable
ALTER TABLE "Cluster" ADD COLUMN "clientsChangedAt" DATETIME;

-- AlterTable
ALTER TABLE "Cluster" ADD COLUMN "sortStage" INTEGER NOT NULL DEFAULT 4;

-- What is known already. The stage comes with the next list.
UPDATE "Cluster" SET "clientsChangedAt" = (
  SELECT MAX("change"."at") FROM (
    SELECT "clusterId", "createdAt" AS "at" FROM "Client"
    UNION ALL SELECT "clusterId", "appearedAt" FROM "Client"
    UNION ALL SELECT "clusterId", "goneAt" FROM "Client"
  ) AS "change" WHERE "change"."clusterId" = "Cluster"."id"
);

-- The age of a client counts from its creation, where Camunda's activity log has it.
UPDATE "Client" SET "knownSince" = "consoleAt" WHERE "createdAt" IS NULL AND "consoleAt" < "knownSince";
