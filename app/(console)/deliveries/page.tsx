import { DeliveriesPage } from '#components/deliveries/deliveries-page.tsx';
import { holdsPermission } from '#lib/auth/require-permission.ts';
import { consolePage } from '#lib/http/page.ts';

export const metadata = { title: 'Deliveries' };

export default consolePage({
  path: '/deliveries',
  permission: 'deliveries:read',
  render: ({ actor }) => (
    <DeliveriesPage
      mayWrite={holdsPermission(actor, 'deliveries:write')}
      mayReadEvents={holdsPermission(actor, 'events:read')}
      mayListDestinations={holdsPermission(actor, 'destinations:read')}
    />
  ),
});
