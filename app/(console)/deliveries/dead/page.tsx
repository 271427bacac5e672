import { ShelfPage } from '#components/deliveries/shelf-page.tsx';
import { holdsPermission } from '#lib/auth/require-permission.ts';
import { consolePage } from '#lib/http/page.ts';

export const metadata = { title: 'Dead deliveries' };

export default consolePage({
  path: '/deliveries/dead',
  permission: 'deliveries:read',
  render: ({ actor }) => <ShelfPage mayWrite={holdsPermission(actor, 'deliveries:write')} />,
});
