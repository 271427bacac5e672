-- The chain over the audit log: each seal is the digest of an entry and of the seal before it. Seals follow the entries within a
-- minute, in an order of their own, so that writers never wait for each other.
CREATE TABLE "audit_seals" (
    "seq" BIGINT NOT NULL,
    "entry_id" UUID NOT NULL,
    "digest" BYTEA NOT NULL,
    CONSTRAINT "audit_seals_pkey" PRIMARY KEY ("seq")
);
CREATE UNIQUE INDEX "audit_seals_entry_id_key" ON "audit_seals"("entry_id");

CREATE TRIGGER "audit_seals_append_only" BEFORE UPDATE OR DELETE ON "audit_seals"
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "audit_seals_no_truncate" BEFORE TRUNCATE ON "audit_seals"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
