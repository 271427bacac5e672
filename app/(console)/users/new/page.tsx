import { NewUserPage } from '#components/users/new-user-page.tsx';
import { PERMISSIONS } from '#lib/auth/permissions.ts';
import { holdsPermission } from '#lib/auth/require-permission.ts';
import { consolePage } from '#lib/http/page.ts';
import { isMailSetUp } from '#lib/mail/is-mail-set-up.ts';

export const metadata = { title: 'New user' };

export default consolePage({
  path: '/users/new',
  permission: 'users:read',
  render: async (ctx) => (
    <NewUserPage
      mayWrite={holdsPermission(ctx.actor, 'users:write')}
      words={PERMISSIONS}
      sendsMail={await isMailSetUp()}
    />
  ),
});
