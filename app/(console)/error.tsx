'use client';

import { useRetryWhileAway } from '#components/shell/use-retry-while-away.ts';
import { ErrorState } from '#components/ui/error-state.tsx';

type ErrorPageProps = { error: Error & { digest?: string }; retry: () => void };

const AWAY = 'The database cannot be reached. This page tries again every 5 seconds by itself.';

/** A fault of one page leaves the frame standing. */
export default function ConsoleErrorPage({ error, retry }: ErrorPageProps) {
  const isAway = useRetryWhileAway(error.digest, retry);
  const found = `The server's log has the cause under the reference ${error.digest}.`;
  const shown = error.digest ? new Error(isAway ? AWAY : found) : error;
  return <ErrorState what="This page could not be shown" error={shown} onRetry={retry} />;
}
