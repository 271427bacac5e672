import { SignIn } from '#components/auth/sign-in.tsx';
import { signInPage } from '#lib/http/page.ts';
import { isMailKnownSetUp } from '#lib/mail/is-mail-set-up.ts';

export const metadata = { title: 'Sign in' };

export default signInPage({
  render: async ({ callbackUrl }) => (
    <SignIn callbackUrl={callbackUrl} sendsMail={await isMailKnownSetUp()} />
  ),
});
