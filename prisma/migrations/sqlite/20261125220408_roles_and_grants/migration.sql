-- CreateTable
CREATE TABLE "Grant" (
    "memberId" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "group" TEXT NOT NULL DEFAULT '',
    "createdAt" DATETIME NOT NULL,

    PRIMARY KEY ("memberId", "target", "group"),
    CONSTRAINT "Grant_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
-- Each role becomes a grant for all clusters.
INSERT INTO "Grant" ("memberId", "target", "role", "createdAt")
SELECT "id", '*', "role", "createdAt" FROM "Member" WHERE "role" IS NOT NULL;
CREATE TABLE "new_Session" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "idHash" TEXT NOT NULL,
    "memberId" TEXT NOT NULL,
    "name" TEXT NOT NULL DEFAULT '',
    "access" TEXT NOT NULL DEFAULT '{}',
    "provider" TEXT NOT NULL DEFAULT 'oidc',
    "address" TEXT,
    "userAgent" TEXT,
    "createdAt" DATETIME NOT NULL,
    "authenticatedAt" DATETIME NOT NULL,
    "lastSeenAt" DATETIME NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "revokedAt" DATETIME,
    CONSTRAINT "Session_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
-- A session's cookie has another form from now on, so everybody signs in once more: no row is copied.
DROP TABLE "Session";
ALTER TABLE "new_Session" RENAME TO "Session";
CREATE UNIQUE INDEX "Session_idHash_key" ON "Session"("idHash");
CREATE INDEX "Session_memberId_idx" ON "Session"("memberId");
CREATE TABLE "new_Member" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "issuer" TEXT,
    "subject" TEXT,
    "email" TEXT,
    "emailVerified" BOOLEAN NOT NULL,
    "name" TEXT NOT NULL,
    "grantedEmail" TEXT,
    "disabledAt" DATETIME,
    "removedAt" DATETIME,
    "createdAt" DATETIME NOT NULL,
    "lastSignInAt" DATETIME,
    "lastSeenAt" DATETIME
);
-- An address of LATCHKEY_OWNERS that made an owner makes no other.
INSERT INTO "new_Member" ("createdAt", "disabledAt", "email", "emailVerified", "id", "issuer", "lastSignInAt", "name", "subject", "grantedEmail")
SELECT "createdAt", "disabledAt", "email", "emailVerified", "id", "issuer", "lastSignInAt", "name", "subject",
    CASE WHEN "id" IN (
        SELECT MIN("id") FROM "Member" WHERE "role" = 'owner' AND "emailVerified" AND "email" <> '' GROUP BY LOWER("email")
    ) THEN LOWER("email") END
FROM "Member";
DROP TABLE "Member";
ALTER TABLE "new_Member" RENAME TO "Member";
CREATE UNIQUE INDEX "Member_grantedEmail_key" ON "Member"("grantedEmail");
CREATE UNIQUE INDEX "Member_issuer_subject_key" ON "Member"("issuer", "subject");
CREATE TABLE "new_Organization" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "clustersRevision" INTEGER NOT NULL DEFAULT 0,
    "clustersListedAt" DATETIME,
    "clustersComplete" BOOLEAN NOT NULL DEFAULT true,
    "clusterCount" INTEGER NOT NULL DEFAULT 0,
    "accessRevision" INTEGER NOT NULL DEFAULT 0
);
INSERT INTO "new_Organization" ("clusterCount", "clustersComplete", "clustersListedAt", "clustersRevision", "id") SELECT "clusterCount", "clustersComplete", "clustersListedAt", "clustersRevision", "id" FROM "Organization";
DROP TABLE "Organization";
ALTER TABLE "new_Organization" RENAME TO "Organization";
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE INDEX "Grant_target_idx" ON "Grant"("target");
