import { SlackPage } from '#components/slack/slack-page.tsx';
import { holdsPermission } from '#lib/auth/require-permission.ts';
import { consolePage } from '#lib/http/page.ts';

export const metadata = { title: 'Slack' };

export default consolePage({
  path: '/slack',
  permission: 'slack:read',
  render: ({ actor }) => <SlackPage mayWrite={holdsPermission(actor, 'slack:write')} />,
});
