import { MailPage } from '#components/mail/mail-page.tsx';
import { holdsPermission } from '#lib/auth/require-permission.ts';
import { consolePage } from '#lib/http/page.ts';

export const metadata = { title: 'Mail' };

export default consolePage({
  path: '/settings/mail',
  permission: 'mail:read',
  render: (ctx) => (
    <MailPage
      mayWrite={holdsPermission(ctx.actor, 'mail:write')}
      ownAddress={ctx.actor.type === 'user' ? ctx.actor.email : ''}
    />
  ),
});
