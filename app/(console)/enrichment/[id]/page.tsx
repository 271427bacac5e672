import { EditRulePage } from '#components/enrichment/rule-form.tsx';
import { holdsPermission } from '#lib/auth/require-permission.ts';
import { consolePage } from '#lib/http/page.ts';

export const metadata = { title: 'Rule' };

export default consolePage({
  path: '/enrichment/[id]',
  permission: 'enrichment_rules:read',
  render: (ctx, { params }) => (
    <EditRulePage id={params.id ?? ''} mayWrite={holdsPermission(ctx.actor, 'enrichment_rules:write')} />
  ),
});
