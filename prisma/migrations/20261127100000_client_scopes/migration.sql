-- What a client may do besides sending events: `authz:check`.
ALTER TABLE "clients" ADD COLUMN "scopes" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[];
