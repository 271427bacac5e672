import { ExclusionsPage } from '#components/exclusions/exclusions-page.tsx';
import { holdsPermission } from '#lib/auth/require-permission.ts';
import { consolePage } from '#lib/http/page.ts';

export const metadata = { title: 'Exclusions' };

export default consolePage({
  path: '/exclusions',
  permission: 'patterns:read',
  render: ({ actor }) => <ExclusionsPage mayWrite={holdsPermission(actor, 'exclusions:write')} />,
});
