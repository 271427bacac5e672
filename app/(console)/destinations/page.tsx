import { DestinationsPage } from '#components/destinations/destinations-page.tsx';
import { holdsPermission } from '#lib/auth/require-permission.ts';
import { consolePage } from '#lib/http/page.ts';

export const metadata = { title: 'Destinations' };

export default consolePage({
  path: '/destinations',
  permission: 'destinations:read',
  render: (ctx) => <DestinationsPage mayWrite={holdsPermission(ctx.actor, 'destinations:write')} />,
});
