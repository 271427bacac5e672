import { PatternsPage } from '#components/patterns/patterns-page.tsx';
import { holdsPermission } from '#lib/auth/require-permission.ts';
import { consolePage } from '#lib/http/page.ts';

export const metadata = { title: 'Patterns' };

export default consolePage({
  path: '/patterns',
  permission: 'patterns:read',
  render: (ctx) => (
    <PatternsPage
      mayWrite={holdsPermission(ctx.actor, 'patterns:write')}
      maySeeFindings={holdsPermission(ctx.actor, 'findings:read')}
      mayBacktest={holdsPermission(ctx.actor, 'backtests:write')}
    />
  ),
});
