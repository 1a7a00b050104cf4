-- CreateTable
CREATE TABLE "Grant" (
    "memberId" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "group" TEXT NOT NULL DEFAULT '',
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Grant_pkey" PRIMARY KEY ("memberId","target","group")
);

-- CreateIndex
CREATE INDEX "Grant_target_idx" ON "Grant"("target");

-- AddForeignKey
ALTER TABLE "Grant" ADD CONSTRAINT "Grant_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Each role becomes a grant for all clusters.
INSERT INTO "Grant" ("memberId", "target", "role", "createdAt")
SELECT "id", '*', "role", "createdAt" FROM "Member" WHERE "role" IS NOT NULL;

-- AlterTable
ALTER TABLE "Organization" ADD COLUMN     "accessRevision" INTEGER NOT NULL DEFAULT 0;

-- A session's cookie has another form from now on, so everybody signs in once more.
DELETE FROM "Session";

-- AlterTable
ALTER TABLE "Session" ADD COLUMN     "access" TEXT NOT NULL DEFAULT '{}',
ADD COLUMN     "address" TEXT,
ADD COLUMN     "authenticatedAt" TIMESTAMP(3) NOT NULL,
ADD COLUMN     "name" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "provider" TEXT NOT NULL DEFAULT 'oidc',
ADD COLUMN     "userAgent" TEXT;

-- AlterTable
ALTER TABLE "Member" ADD COLUMN     "grantedEmail" TEXT,
ADD COLUMN     "lastSeenAt" TIMESTAMP(3),
ADD COLUMN     "removedAt" TIMESTAMP(3),
ALTER COLUMN "issuer" DROP NOT NULL,
ALTER COLUMN "subject" DROP NOT NULL,
ALTER COLUMN "lastSignInAt" DROP NOT NULL;

-- CreateIndex
CREATE UNIQUE INDEX "Member_grantedEmail_key" ON "Member"("grantedEmail");

-- An address of LATCHKEY_OWNERS that made an owner makes no other.
UPDATE "Member" SET "grantedEmail" = LOWER("email") WHERE "id" IN (
    SELECT MIN("id") FROM "Member" WHERE "role" = 'owner' AND "emailVerified" AND "email" <> '' GROUP BY LOWER("email")
);
ALTER TABLE "Member" DROP COLUMN "role";
