'use client';

import { useMutation } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import type { Page } from '#components/data-table/use-list.ts';
import { type ApiProblem, apiFetch } from '#components/ui/api.ts';
import { Button } from '#components/ui/button.tsx';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { Countdown } from '#components/ui/time.tsx';
import { firstEventCall } from '#lib/format/first-event-call.ts';

type TestToken = { token: string; expires_at: string };

async function makeTestToken(): Promise<TestToken> {
  const { items } = await apiFetch<Page<{ client_id: string }>>('/clients?enabled=true&limit=1');
  const client = items[0];
  if (!client) throw new Error('No client is enabled: enable one on the clients page.');
  return apiFetch<TestToken>(`/clients/${client.client_id}/test_token`, { method: 'POST' });
}

/** The call to paste, with a token made for it on request: it is shown here only and ends by itself. */
export function SendSnippet() {
  const { data, error, isPending, mutate } = useMutation<TestToken, ApiProblem | Error>({
    mutationFn: makeTestToken,
  });
  if (!data) {
    return (
      <>
        <p className="text-ink-2">
          The call is signed with a test token of the first client; it ends after 15 minutes.
        </p>
        <Button variant="primary" icon={KeyRound} busy={isPending} onClick={() => mutate()}>
          Make the call to paste
        </Button>
        {error ? (
          <p role="alert" className="text-block-text text-sm">
            {error.message}
          </p>
        ) : null}
      </>
    );
  }
  return (
    <div className="w-full min-w-0">
      <CodeBlock code={firstEventCall(window.location.origin, data.token)} label="Copy the call" />
      <p className="mt-1 text-ink-3 text-xs">
        Its token ends <Countdown to={data.expires_at} over="now; load the page again for another" />.
      </p>
    </div>
  );
}
