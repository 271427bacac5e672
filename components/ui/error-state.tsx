'use client';

import { CircleAlert, RotateCw } from 'lucide-react';
import { isApiProblem } from './api.ts';
import { Button, ButtonLink } from './button.tsx';
import { Id } from './id.tsx';

export type ErrorStateProps = {
  /** What was tried: "Events could not be loaded". */
  what: string;
  error: unknown;
  onRetry?: (() => void) | undefined;
  retrying?: boolean | undefined;
};

function advice(status: number): string | null {
  if (status === 403) return 'Ask an administrator for this permission.';
  if (status === 404) return 'It may have been removed since the link was made.';
  if (status === 429) return 'Wait a moment, then retry.';
  if (status >= 500) return 'Retry; if it stays, give the request id to whoever runs this installation.';
  return null;
}

/** What happened, what to do, retry, and the request id to quote. */
export function ErrorState({ what, error, onRetry, retrying = false }: ErrorStateProps) {
  const problem = isApiProblem(error) ? error : null;
  const signedOut = problem?.status === 401;
  const detail = problem?.detail ?? (error instanceof Error ? error.message : 'Unknown fault');
  return (
    <div role="alert" className="flex flex-col items-center gap-3 px-4 py-12 text-center">
      <CircleAlert size={20} aria-hidden className="text-block-text" />
      <div className="max-w-prose">
        <p className="font-medium">{what}</p>
        <p className="break-words text-ink-2">{signedOut ? 'The session has ended.' : detail}</p>
        {problem && !signedOut && advice(problem.status) ? (
          <p className="text-ink-2">{advice(problem.status)}</p>
        ) : null}
      </div>
      {signedOut ? (
        <ButtonLink href="/sign-in" variant="primary">
          Sign in again
        </ButtonLink>
      ) : onRetry && problem?.status !== 403 ? (
        <Button icon={RotateCw} busy={retrying} onClick={onRetry}>
          Retry
        </Button>
      ) : null}
      {problem?.requestId ? (
        <p className="flex items-center gap-1 text-ink-3 text-xs">
          Request <Id id={problem.requestId} of="request id" full />
        </p>
      ) : null}
    </div>
  );
}
