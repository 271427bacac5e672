import { listFindings } from '#lib/findings/list-findings.ts';
import { FindingsQuery } from '#lib/findings/schema.ts';
import { PageQuery, paged } from '#lib/http/cursor.ts';
import { endpoint } from '#lib/http/endpoint.ts';

export const GET = endpoint({
  identity: 'user',
  permission: 'findings:read',
  query: FindingsQuery.extend(PageQuery.shape),
  run: paged('findings', listFindings),
});
