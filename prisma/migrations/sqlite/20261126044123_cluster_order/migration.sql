-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Cluster" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "organizationId" TEXT NOT NULL DEFAULT 'default',
    "name" TEXT NOT NULL DEFAULT '',
    "sortName" TEXT NOT NULL DEFAULT '',
    "status" TEXT NOT NULL DEFAULT 'Unknown',
    "sortStatus" INTEGER NOT NULL DEFAULT 2,
    "version" TEXT,
    "sortVersion" TEXT,
    "region" TEXT,
    "regionId" TEXT,
    "plan" TEXT,
    "channel" TEXT,
    "createdAt" DATETIME,
    "endpoints" TEXT NOT NULL DEFAULT '{}',
    "labels" TEXT NOT NULL DEFAULT '',
    "searchText" TEXT NOT NULL DEFAULT '',
    "seenAt" DATETIME NOT NULL,
    "goneAt" DATETIME,
    "clientsRevision" INTEGER NOT NULL DEFAULT 0,
    "clientsListedAt" DATETIME,
    "clientsComplete" BOOLEAN NOT NULL DEFAULT true,
    "clientCount" INTEGER,
    "syncTriedAt" DATETIME,
    "syncError" TEXT
);
INSERT INTO "new_Cluster" ("channel", "clientCount", "clientsComplete", "clientsListedAt", "clientsRevision", "createdAt", "endpoints", "goneAt", "id", "labels", "name", "organizationId", "plan", "region", "regionId", "searchText", "seenAt", "sortName", "sortVersion", "status", "syncError", "syncTriedAt", "version") SELECT "channel", "clientCount", "clientsComplete", "clientsListedAt", "clientsRevision", "createdAt", "endpoints", "goneAt", "id", "labels", "name", "organizationId", "plan", "region", "regionId", "searchText", "seenAt", "sortName", "sortVersion", "status", "syncError", "syncTriedAt", "version" FROM "Cluster";
DROP TABLE "Cluster";
ALTER TABLE "new_Cluster" RENAME TO "Cluster";
CREATE INDEX "Cluster_organizationId_goneAt_sortName_id_idx" ON "Cluster"("organizationId", "goneAt", "sortName", "id");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;