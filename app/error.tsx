'use client';

import { FaultPage } from '#components/auth/fault-page.tsx';

type ErrorPageProps = { error: Error & { digest?: string }; retry: () => void };

export default function ErrorPage({ error, retry }: ErrorPageProps) {
  return <FaultPage digest={error.digest} onRetry={retry} />;
}
