-- Grants that end, and roles that take over what other roles allow.
ALTER TABLE "user_roles" ADD COLUMN "expires_at" TIMESTAMPTZ(3);
ALTER TABLE "user_permissions" ADD COLUMN "expires_at" TIMESTAMPTZ(3);
ALTER TABLE "roles" ADD COLUMN "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

CREATE TABLE "role_parents" (
    "role_id" UUID NOT NULL,
    "parent_id" UUID NOT NULL,
    CONSTRAINT "role_parents_pkey" PRIMARY KEY ("role_id", "parent_id"),
    CONSTRAINT "role_parents_other" CHECK ("role_id" <> "parent_id")
);
CREATE INDEX "role_parents_parent_id_idx" ON "role_parents"("parent_id");
ALTER TABLE "role_parents" ADD CONSTRAINT "role_parents_role_id_fkey" FOREIGN KEY ("role_id") REFERENCES "roles"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "role_parents" ADD CONSTRAINT "role_parents_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "roles"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The roles of a user that count now: given to him, and those they take over from; by which given role, and until when.
CREATE FUNCTION held_roles(held_by UUID) RETURNS TABLE (role_id UUID, given_role_id UUID, expires_at TIMESTAMPTZ)
LANGUAGE SQL STABLE ROWS 10 AS $$
  WITH RECURSIVE held AS (
    SELECT ur.role_id, ur.role_id AS given_role_id, ur.expires_at FROM user_roles ur
      WHERE ur.user_id = held_by AND (ur.expires_at IS NULL OR ur.expires_at > now())
    UNION
    SELECT rp.parent_id, h.given_role_id, h.expires_at FROM held h JOIN role_parents rp ON rp.role_id = h.role_id
  )
  SELECT role_id, given_role_id, expires_at FROM held
$$;

-- A role and all that it takes over from.
CREATE FUNCTION role_with_parents(of_role UUID) RETURNS TABLE (role_id UUID)
LANGUAGE SQL STABLE ROWS 5 AS $$
  WITH RECURSIVE reached AS (
    SELECT of_role AS role_id
    UNION
    SELECT rp.parent_id FROM reached r JOIN role_parents rp ON rp.role_id = r.role_id
  )
  SELECT role_id FROM reached
$$;

-- What a user may do now: directly (no role) and through roles.
CREATE FUNCTION held_permissions(held_by UUID)
RETURNS TABLE (permission_id UUID, role_id UUID, given_role_id UUID, expires_at TIMESTAMPTZ)
LANGUAGE SQL STABLE ROWS 100 AS $$
  SELECT up.permission_id, NULL::uuid, NULL::uuid, up.expires_at FROM user_permissions up
    WHERE up.user_id = held_by AND (up.expires_at IS NULL OR up.expires_at > now())
  UNION ALL
  SELECT rp.permission_id, h.role_id, h.given_role_id, h.expires_at
    FROM held_roles(held_by) h JOIN role_permissions rp ON rp.role_id = h.role_id
$$;

-- Every committed change of who may do what, numbered in the order of the commits and without gaps: the row of the
-- counter is taken at the very end of each transaction and held until it commits.
CREATE TABLE "authz_state" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "version" BIGINT NOT NULL DEFAULT 0,
    CONSTRAINT "authz_state_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "authz_state_one_row" CHECK ("id" = 1)
);
INSERT INTO "authz_state" DEFAULT VALUES;

CREATE TABLE "authz_changes" (
    "version" BIGINT NOT NULL,
    "kind" VARCHAR(16) NOT NULL,
    "subject" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "authz_changes_pkey" PRIMARY KEY ("version")
);
CREATE INDEX "authz_changes_at_idx" ON "authz_changes"("at");

CREATE FUNCTION note_authz_change(kind TEXT, subject UUID) RETURNS VOID LANGUAGE plpgsql AS $$
DECLARE
  next BIGINT;
BEGIN
  UPDATE authz_state SET version = version + 1 WHERE id = 1 RETURNING version INTO next;
  INSERT INTO authz_changes (version, kind, subject) VALUES (next, kind, subject);
  PERFORM pg_notify('eye_changed', 'authz:' || next || ':' || kind || ':' || subject);
END $$;

-- The first argument names the kind, the second the column that holds the subject.
CREATE FUNCTION authz_changed() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    PERFORM note_authz_change(TG_ARGV[0], (to_jsonb(OLD) ->> TG_ARGV[1])::uuid);
  END IF;
  IF TG_OP = 'INSERT' OR TG_OP = 'UPDATE' AND to_jsonb(NEW) ->> TG_ARGV[1] <> to_jsonb(OLD) ->> TG_ARGV[1] THEN
    PERFORM note_authz_change(TG_ARGV[0], (to_jsonb(NEW) ->> TG_ARGV[1])::uuid);
  END IF;
  RETURN NULL;
END $$;

-- Deferred: nobody waits for the counter while holding what its holder may want next.
CREATE CONSTRAINT TRIGGER "users_authz" AFTER DELETE ON "users" DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION authz_changed('user', 'id');
CREATE CONSTRAINT TRIGGER "users_authz_update" AFTER UPDATE ON "users" DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (OLD.enabled <> NEW.enabled OR OLD.email <> NEW.email OR OLD.name <> NEW.name)
  EXECUTE FUNCTION authz_changed('user', 'id');
CREATE CONSTRAINT TRIGGER "user_roles_authz" AFTER INSERT OR UPDATE OR DELETE ON "user_roles" DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION authz_changed('user', 'user_id');
CREATE CONSTRAINT TRIGGER "user_permissions_authz" AFTER INSERT OR UPDATE OR DELETE ON "user_permissions" DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION authz_changed('user', 'user_id');
CREATE CONSTRAINT TRIGGER "role_permissions_authz" AFTER INSERT OR UPDATE OR DELETE ON "role_permissions" DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION authz_changed('role', 'role_id');
CREATE CONSTRAINT TRIGGER "role_parents_authz" AFTER INSERT OR UPDATE OR DELETE ON "role_parents" DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION authz_changed('role', 'role_id');
CREATE CONSTRAINT TRIGGER "permissions_authz" AFTER INSERT OR UPDATE OR DELETE ON "permissions" DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION authz_changed('permission', 'id');
CREATE CONSTRAINT TRIGGER "sessions_authz" AFTER DELETE ON "sessions" DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (OLD.revoked_at IS NULL AND OLD.expires_at > now()) EXECUTE FUNCTION authz_changed('session', 'id');
CREATE CONSTRAINT TRIGGER "sessions_authz_update" AFTER UPDATE ON "sessions" DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (OLD.revoked_at IS DISTINCT FROM NEW.revoked_at) EXECUTE FUNCTION authz_changed('session', 'id');
