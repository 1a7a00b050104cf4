-- The head of the history is only touched, to lock it, or moved to the event that follows it in the chain.
CREATE FUNCTION "refuse_audit_head_jump"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    follows boolean;
BEGIN
    IF NEW."id" = OLD."id" AND NEW."seq" = OLD."seq" AND NEW."hash" = OLD."hash" THEN
        RETURN NEW;
    END IF;
    -- With its schema, so that a temporary table of this name is not asked instead.
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I."AuditEvent" WHERE "seq" = $1 AND "prevHash" = $2 AND "hash" = $3)', TG_TABLE_SCHEMA)
        INTO follows USING NEW."seq", OLD."hash", NEW."hash";
    IF NEW."id" = OLD."id" AND NEW."seq" = OLD."seq" + 1 AND follows THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'The audit is append-only.' USING ERRCODE = 'restrict_violation';
END;
$$;

CREATE TRIGGER "AuditHead_no_jump" BEFORE UPDATE ON "AuditHead"
FOR EACH ROW EXECUTE FUNCTION "refuse_audit_head_jump"();

-- Its one row is there since the first migration.
CREATE TRIGGER "AuditHead_one_row" BEFORE INSERT OR DELETE OR TRUNCATE ON "AuditHead"
FOR EACH STATEMENT EXECUTE FUNCTION "refuse_audit_change"();
