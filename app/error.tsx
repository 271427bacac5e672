'use client';

import { FaultPage } from '#components/auth/fault-page.tsx';

type ErrorPageProps = { error: Error & { digest?: string }; reset: () => void };

export default function ErrorPage({ error, reset }: ErrorPageProps) {
  return <FaultPage digest={error.digest} onRetry={reset} />;
}
