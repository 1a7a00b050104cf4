-- AlterTable
ALTER TABLE "Member"
    ADD COLUMN "sortName" TEXT COLLATE "C" NOT NULL DEFAULT '',
    ADD COLUMN "searchText" TEXT NOT NULL DEFAULT '';

-- Each sign-in writes these again. With the collation "C", lower() changes ASCII letters only, as the comparison of
-- addresses does.
UPDATE "Member" SET
    "email" = lower("email" COLLATE "C"),
    "sortName" = lower("name"),
    "searchText" = replace(replace(replace(lower("name" || chr(10) || COALESCE("email", '')), '%', '％'), '_', '＿'), E'\\', '＼');

-- CreateIndex
CREATE INDEX "Member_email_idx" ON "Member"("email");

-- CreateIndex
CREATE INDEX "Member_removedAt_sortName_id_idx" ON "Member"("removedAt", "sortName", "id");
