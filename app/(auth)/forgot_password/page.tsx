import { ForgotPassword } from '#components/auth/forgot-password.tsx';
import { signInPage } from '#lib/http/page.ts';

export const metadata = { title: 'Set a new password' };

export default signInPage({ render: () => <ForgotPassword /> });
