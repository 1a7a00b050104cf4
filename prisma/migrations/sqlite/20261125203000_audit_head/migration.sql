-- The head of the history is only touched, to lock it, or moved to the event that follows it in the chain.
CREATE TRIGGER "AuditHead_no_jump" BEFORE UPDATE ON "AuditHead"
WHEN NOT (
    NEW."id" = OLD."id" AND (
        (NEW."seq" = OLD."seq" AND NEW."hash" = OLD."hash")
        OR (NEW."seq" = OLD."seq" + 1 AND EXISTS (
            SELECT 1 FROM "AuditEvent"
            WHERE "seq" = NEW."seq" AND "prevHash" = OLD."hash" AND "hash" = NEW."hash"
        ))
    )
)
BEGIN
    SELECT RAISE(ABORT, 'The audit is append-only.');
END;

CREATE TRIGGER "AuditHead_no_delete" BEFORE DELETE ON "AuditHead"
BEGIN
    SELECT RAISE(ABORT, 'The audit is append-only.');
END;

-- Its one row is there since the first migration. This also refuses INSERT OR REPLACE.
CREATE TRIGGER "AuditHead_no_insert" BEFORE INSERT ON "AuditHead"
BEGIN
    SELECT RAISE(ABORT, 'The audit is append-only.');
END;
