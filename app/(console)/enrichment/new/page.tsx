import { NewRulePage } from '#components/enrichment/rule-form.tsx';
import { holdsPermission } from '#lib/auth/require-permission.ts';
import { consolePage } from '#lib/http/page.ts';

export const metadata = { title: 'New rule' };

export default consolePage({
  path: '/enrichment/new',
  permission: 'enrichment_rules:write',
  render: (ctx) => <NewRulePage mayWrite={holdsPermission(ctx.actor, 'enrichment_rules:write')} />,
});
