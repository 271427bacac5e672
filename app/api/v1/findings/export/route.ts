import { exportFindings } from '#lib/findings/export-findings.ts';
import { FindingsExportQuery } from '#lib/findings/schema.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { fileAnswer } from '#lib/http/file-answer.ts';

export const dynamic = 'force-dynamic';

export const GET = endpoint({
  identity: 'user',
  permission: 'findings:read',
  query: FindingsExportQuery,
  run: async (ctx, { query }) => fileAnswer(await exportFindings(ctx, query)),
});
