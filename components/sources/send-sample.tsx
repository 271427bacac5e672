'use client';

import { useMutation } from '@tanstack/react-query';
import { Send } from 'lucide-react';
import Link from 'next/link';
import { useBaseUrl } from '#components/record/use-base-url.ts';
import { useRefresh } from '#components/record/use-record.ts';
import { apiFetch } from '#components/ui/api.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { notifyFailed } from '#components/ui/toast.tsx';
import type { SampleResult, Source } from '#lib/sources/schema.ts';
import { curlSnippet } from './snippets.ts';

const PLACEHOLDER = '<secret>';

const asSent = ({ request: { path, headers, body } }: SampleResult): string =>
  [`POST ${path}`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`), '', body].join(
    '\n',
  );

function Result({ result }: { result: SampleResult }) {
  const taken = result.status < 300;
  const [first] = result.event_ids;
  return (
    <div className="flex flex-col gap-2">
      <p role="status" className="flex flex-wrap items-center gap-2 text-sm">
        <Badge tone={taken ? 'pass' : 'block'}>
          {result.status} {taken ? 'taken' : 'refused'}
        </Badge>
        {first === undefined ? (
          <span className="text-ink-2">Why is told under Refused calls.</span>
        ) : (
          <Link href={`/events/${first}`} className="rounded-badge text-accent-text underline">
            Open the event
          </Link>
        )}
      </p>
      <h3 className="font-medium text-sm">As it was sent</h3>
      <CodeBlock code={asSent(result)} label="Copy the request" wrap />
      <h3 className="font-medium text-sm">The answer</h3>
      <CodeBlock code={result.body} label="Copy the answer" wrap />
    </div>
  );
}

export type SendSampleProps = { source: Source; publicUrl: string | null; denied: string | null };

/** A sample that the server signs and sends to itself, and the same call for a shell. */
export function SendSample({ source, publicUrl, denied }: SendSampleProps) {
  const baseUrl = useBaseUrl(publicUrl);
  const refresh = useRefresh('/sources');
  const send = useMutation({
    mutationFn: () => apiFetch<SampleResult>(`/sources/${source.id}/sample`, { method: 'POST' }),
    onSuccess: () => refresh(),
    onError: (error) => notifyFailed('No sample was sent', error),
  });
  const cannot = source.can_sign
    ? null
    : 'Nothing here can sign for it: there is no secret, or a public key alone.';
  return (
    <Panel
      title="Send a sample"
      actions={
        <Button
          size="sm"
          icon={Send}
          busy={send.isPending}
          disabledReason={denied ?? cannot}
          onClick={() => send.mutate()}
        >
          Send a signed sample
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        <p className="text-ink-2 text-sm">
          Signed here with the current secret and sent the way the sender’s calls come. It becomes an event as
          any other.
        </p>
        {send.data ? <Result result={send.data} /> : null}
        {source.can_sign ? (
          <>
            <p className="text-ink-2 text-sm">
              From a shell, with the stored secret in place of <code className="text-xs">{PLACEHOLDER}</code>:
            </p>
            <CodeBlock
              code={curlSnippet({ baseUrl, source, secret: PLACEHOLDER })}
              label="Copy cURL snippet"
            />
          </>
        ) : null}
      </div>
    </Panel>
  );
}
