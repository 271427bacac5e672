'use client';

import { ErrorState } from '#components/ui/error-state.tsx';

type ErrorPageProps = { error: Error & { digest?: string }; reset: () => void };

/** A fault of one page leaves the frame standing. */
export default function ConsoleErrorPage({ error, reset }: ErrorPageProps) {
  const shown = error.digest
    ? new Error(`The server's log has the cause under the reference ${error.digest}.`)
    : error;
  return <ErrorState what="This page could not be shown" error={shown} onRetry={reset} />;
}
