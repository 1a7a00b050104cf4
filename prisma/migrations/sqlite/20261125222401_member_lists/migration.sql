-- AlterTable
ALTER TABLE "Member" ADD COLUMN "sortName" TEXT NOT NULL DEFAULT '';
ALTER TABLE "Member" ADD COLUMN "searchText" TEXT NOT NULL DEFAULT '';

-- Each sign-in writes these again. SQLite's lower() changes ASCII letters only, as the comparison of addresses does.
UPDATE "Member" SET
    "email" = lower("email"),
    "sortName" = lower("name"),
    "searchText" = replace(replace(replace(lower("name" || char(10) || COALESCE("email", '')), '%', '％'), '_', '＿'), '\', '＼');

-- CreateIndex
CREATE INDEX "Member_email_idx" ON "Member"("email");

-- CreateIndex
CREATE INDEX "Member_removedAt_sortName_id_idx" ON "Member"("removedAt", "sortName", "id");
