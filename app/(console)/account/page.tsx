import { AccountPage } from '#components/account/account-page.tsx';
import type { UserActor } from '#lib/auth/context.ts';
import { consolePage } from '#lib/http/page.ts';
import { isMailSetUp } from '#lib/mail/is-mail-set-up.ts';

export const metadata = { title: 'Your account' };

export default consolePage({
  path: '/account',
  permission: null,
  render: async (ctx) => <AccountPage id={(ctx.actor as UserActor).id} sendsMail={await isMailSetUp()} />,
});
