import { RolesPage } from '#components/roles/roles-page.tsx';
import { holdsPermission } from '#lib/auth/require-permission.ts';
import { consolePage } from '#lib/http/page.ts';

export const metadata = { title: 'Roles' };

export default consolePage({
  path: '/roles',
  permission: 'users:read',
  render: ({ actor }) => <RolesPage mayWrite={holdsPermission(actor, 'permissions_admin')} />,
});
