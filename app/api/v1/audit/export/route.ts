import { exportAudit } from '#lib/audit/export-audit.ts';
import { AuditExportQuery } from '#lib/audit/schema.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { fileAnswer } from '#lib/http/file-answer.ts';

export const dynamic = 'force-dynamic';

export const GET = endpoint({
  identity: 'user',
  permission: 'audit:read',
  query: AuditExportQuery,
  run: async (ctx, { query }) => fileAnswer(await exportAudit(ctx, query)),
});
