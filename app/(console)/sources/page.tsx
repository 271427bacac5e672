import { SourcesPage } from '#components/sources/sources-page.tsx';
import { holdsPermission } from '#lib/auth/require-permission.ts';
import { consolePage } from '#lib/http/page.ts';

export const metadata = { title: 'Sources' };

export default consolePage({
  path: '/sources',
  permission: 'sources:read',
  render: (ctx) => <SourcesPage mayWrite={holdsPermission(ctx.actor, 'sources:write')} />,
});
