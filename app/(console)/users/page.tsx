import { UsersPage } from '#components/users/users-page.tsx';
import { PERMISSIONS } from '#lib/auth/permissions.ts';
import { holdsPermission } from '#lib/auth/require-permission.ts';
import { consolePage } from '#lib/http/page.ts';
import { isMailSetUp } from '#lib/mail/is-mail-set-up.ts';

export const metadata = { title: 'Users' };

export default consolePage({
  path: '/users',
  permission: 'users:read',
  render: async (ctx) => (
    <UsersPage
      mayWrite={holdsPermission(ctx.actor, 'users:write')}
      words={PERMISSIONS}
      sendsMail={await isMailSetUp()}
    />
  ),
});
