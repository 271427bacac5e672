import { listAudit } from '#lib/audit/list-audit.ts';
import { AuditQuery } from '#lib/audit/schema.ts';
import { PageQuery, paged } from '#lib/http/cursor.ts';
import { endpoint } from '#lib/http/endpoint.ts';

export const GET = endpoint({
  identity: 'user',
  permission: 'audit:read',
  query: AuditQuery.extend(PageQuery.shape),
  run: paged('audit', listAudit),
});
