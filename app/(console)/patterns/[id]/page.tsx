import { EditPatternPage } from '#components/patterns/edit-pattern-page.tsx';
import { holdsPermission } from '#lib/auth/require-permission.ts';
import { consolePage } from '#lib/http/page.ts';

export const metadata = { title: 'Pattern' };

export default consolePage({
  path: '/patterns/[id]',
  permission: 'patterns:read',
  render: (ctx, { params }) => (
    <EditPatternPage
      id={params.id ?? ''}
      mayWrite={holdsPermission(ctx.actor, 'patterns:write')}
      mayBacktest={holdsPermission(ctx.actor, 'backtests:write')}
    />
  ),
});
