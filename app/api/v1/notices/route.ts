import { PageQuery, paged } from '#lib/http/cursor.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { listNotices } from '#lib/notices/list-notices.ts';

export const GET = endpoint({
  identity: 'user',
  permission: 'events:read',
  query: PageQuery,
  run: paged('notices', listNotices),
});
