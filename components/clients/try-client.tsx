'use client';

import { useMutation } from '@tanstack/react-query';
import { KeyRound, Timer } from 'lucide-react';
import { useBaseUrl } from '#components/record/use-base-url.ts';
import { apiFetch } from '#components/ui/api.ts';
import { Button } from '#components/ui/button.tsx';
import { useClock } from '#components/ui/clock.ts';
import { Snippets } from '#components/ui/code-block.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Countdown } from '#components/ui/time.tsx';
import { notifyFailed } from '#components/ui/toast.tsx';
import type { Client, TestToken } from '#lib/clients/schema.ts';
import { signingSnippets, tokenSnippets } from './snippets.ts';

const PLACEHOLDER = '<secret_key>';
const TOKEN_SECONDS = 600;

/** What a snippet of this client may send and for how long its tokens may live. */
export function callOf(client: Client): { category: string; lifetimeSeconds: number } {
  return {
    category: client.allowed_categories[0] ?? 'default',
    lifetimeSeconds: Math.min(TOKEN_SECONDS, client.max_token_lifetime_seconds),
  };
}

function refusedBecause(client: Client, expired: boolean): string | null {
  if (!client.enabled) return 'The client is disabled: what it sends is refused.';
  return expired ? 'The client has expired: what it sends is refused.' : null;
}

export type TryClientProps = { client: Client; publicUrl: string | null; denied: string | null };

/** The first call, as it is pasted: with a token made here, or signed by the client with the key it has stored. */
export function TryClient({ client, publicUrl, denied }: TryClientProps) {
  const baseUrl = useBaseUrl(publicUrl);
  const mint = useMutation({
    mutationFn: () => apiFetch<TestToken>(`/clients/${client.client_id}/test_token`, { method: 'POST' }),
    onError: (error) => notifyFailed('No test token was made', error),
  });
  const until = mint.data ? new Date(mint.data.expires_at).getTime() : 0;
  const isLive = useClock((now) => now < until, false);
  const expires = client.expires_at === null ? null : new Date(client.expires_at).getTime();
  const isExpired = useClock((now) => expires !== null && expires <= now, false);
  const refused = refusedBecause(client, isExpired);
  const token = isLive && mint.data ? mint.data : null;
  const { category, lifetimeSeconds } = callOf(client);
  const snippets = token
    ? tokenSnippets({ baseUrl, token: token.token, category })
    : signingSnippets({
        baseUrl,
        clientId: client.client_id,
        secretKey: PLACEHOLDER,
        category,
        lifetimeSeconds,
      });
  return (
    <Panel
      title="Send an event"
      actions={
        <Button
          size="sm"
          icon={Timer}
          busy={mint.isPending}
          disabledReason={denied ?? refused}
          onClick={() => mint.mutate()}
        >
          {token ? 'Make another test token' : 'Make a test token'}
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        {refused ? (
          <p className="text-block-text text-sm">{refused}</p>
        ) : token ? (
          <p className="flex items-center gap-1.5 text-ink-2 text-sm">
            <Timer size={14} aria-hidden />
            <span>
              Works as pasted; the test token ends <Countdown to={token.expires_at} over="now" />.
            </span>
          </p>
        ) : (
          <p className="flex items-start gap-1.5 text-ink-2 text-sm">
            <KeyRound size={14} aria-hidden className="h-5" />
            <span>
              Put the stored key in place of <code className="text-xs">{PLACEHOLDER}</code>, or make a test
              token that works for 15 minutes.
            </span>
          </p>
        )}
        <Snippets key={token?.token ?? 'key'} label="Language" snippets={snippets} />
      </div>
    </Panel>
  );
}
