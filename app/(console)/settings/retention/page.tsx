import { RetentionPage } from '#components/retention/retention-page.tsx';
import { holdsPermission } from '#lib/auth/require-permission.ts';
import { consolePage } from '#lib/http/page.ts';

export const metadata = { title: 'Retention' };

export default consolePage({
  path: '/settings/retention',
  permission: 'retention:read',
  render: (ctx) => <RetentionPage mayWrite={holdsPermission(ctx.actor, 'retention:write')} />,
});
