import { EnrichmentPage } from '#components/enrichment/enrichment-page.tsx';
import { holdsPermission } from '#lib/auth/require-permission.ts';
import { consolePage } from '#lib/http/page.ts';

export const metadata = { title: 'Enrichment' };

export default consolePage({
  path: '/enrichment',
  permission: 'enrichment_rules:read',
  render: (ctx) => <EnrichmentPage mayWrite={holdsPermission(ctx.actor, 'enrichment_rules:write')} />,
});
