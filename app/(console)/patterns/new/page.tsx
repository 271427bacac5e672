import { NewPatternPage } from '#components/patterns/edit-pattern-page.tsx';
import { holdsPermission } from '#lib/auth/require-permission.ts';
import { consolePage } from '#lib/http/page.ts';

export const metadata = { title: 'New pattern' };

export default consolePage({
  path: '/patterns/new',
  permission: 'patterns:read',
  render: (ctx) => (
    <NewPatternPage
      mayWrite={holdsPermission(ctx.actor, 'patterns:write')}
      mayBacktest={holdsPermission(ctx.actor, 'backtests:write')}
    />
  ),
});
