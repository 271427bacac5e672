import { ClientsPage } from '#components/clients/clients-page.tsx';
import { holdsPermission } from '#lib/auth/require-permission.ts';
import { consolePage } from '#lib/http/page.ts';

export const metadata = { title: 'Clients' };

export default consolePage({
  path: '/clients',
  permission: 'clients:read',
  render: (ctx) => <ClientsPage mayWrite={holdsPermission(ctx.actor, 'clients:write')} />,
});
