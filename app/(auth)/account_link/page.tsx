import { AccountLinkPage } from '#components/auth/account-link-page.tsx';

export const metadata = { title: 'A link from your mail' };

/** Every request anew: what is prepared ahead has no place for what belongs to one request. */
export const dynamic = 'force-dynamic';

export default function Page() {
  return <AccountLinkPage />;
}
