import { SignIn } from '#components/auth/sign-in.tsx';
import { signInPage } from '#lib/http/page.ts';

export const metadata = { title: 'Sign in' };

export default signInPage({ render: ({ callbackUrl }) => <SignIn callbackUrl={callbackUrl} /> });
