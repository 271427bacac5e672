import { VerificationQuery } from '#lib/audit/schema.ts';
import { verifyAudit } from '#lib/audit/verify-audit.ts';
import { endpoint } from '#lib/http/endpoint.ts';

export const GET = endpoint({
  identity: 'user',
  permission: 'audit:read',
  query: VerificationQuery,
  run: (ctx, { query }) => verifyAudit(ctx, query),
});
