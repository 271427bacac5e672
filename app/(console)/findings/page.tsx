import { FindingsPage } from '#components/findings/findings-page.tsx';
import { holdsPermission } from '#lib/auth/require-permission.ts';
import { consolePage } from '#lib/http/page.ts';

export const metadata = { title: 'Findings' };

export default consolePage({
  path: '/findings',
  permission: 'findings:read',
  render: ({ actor }) => (
    <FindingsPage
      mayDecide={holdsPermission(actor, 'findings:decide')}
      mayReveal={holdsPermission(actor, 'findings:reveal')}
    />
  ),
});
