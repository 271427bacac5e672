import { ConnectionPage } from '#components/slack/connection-page.tsx';
import { holdsPermission } from '#lib/auth/require-permission.ts';
import { consolePage } from '#lib/http/page.ts';

export const metadata = { title: 'Slack connection' };

export default consolePage({
  path: '/slack/connection',
  permission: 'slack:read',
  render: ({ actor }) => <ConnectionPage mayWrite={holdsPermission(actor, 'slack:write')} />,
});
