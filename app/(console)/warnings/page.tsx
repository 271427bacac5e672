import { WarningsPage } from '#components/warnings/warnings-page.tsx';
import { holdsPermission } from '#lib/auth/require-permission.ts';
import { consolePage } from '#lib/http/page.ts';

export const metadata = { title: 'Warnings' };

export default consolePage({
  path: '/warnings',
  permission: 'events:read',
  render: ({ actor }) => <WarningsPage mayListClients={holdsPermission(actor, 'clients:read')} />,
});
