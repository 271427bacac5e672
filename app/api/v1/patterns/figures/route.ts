import { getPatternFigures } from '#lib/findings/get-pattern-figures.ts';
import { endpoint } from '#lib/http/endpoint.ts';

export const GET = endpoint({
  identity: 'user',
  permission: 'findings:read',
  run: (ctx) => getPatternFigures(ctx),
});
