import { AccountLinkPage } from '#components/auth/account-link-page.tsx';

export const metadata = { title: 'A link from your mail' };

export default function Page() {
  return <AccountLinkPage />;
}
