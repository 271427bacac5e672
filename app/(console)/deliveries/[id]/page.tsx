import { DeliveryPage } from '#components/deliveries/delivery-page.tsx';
import { holdsPermission } from '#lib/auth/require-permission.ts';
import { consolePage } from '#lib/http/page.ts';

export const metadata = { title: 'Delivery' };

export default consolePage({
  path: '/deliveries/[id]',
  permission: 'deliveries:read',
  render: ({ actor }, { params }) => (
    <DeliveryPage
      id={params.id ?? ''}
      mayWrite={holdsPermission(actor, 'deliveries:write')}
      mayReadEvents={holdsPermission(actor, 'events:read')}
    />
  ),
});
