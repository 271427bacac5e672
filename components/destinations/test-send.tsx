'use client';

import { useMutation } from '@tanstack/react-query';
import { CircleCheck, CircleX, Clock, type LucideIcon, Send, Unplug } from 'lucide-react';
import { readable } from '#components/deliveries/message-text.ts';
import { SentRequest } from '#components/deliveries/sent-request.tsx';
import { apiFetch } from '#components/ui/api.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Panel } from '#components/ui/panel.tsx';
import type { Tone } from '#components/ui/tones.ts';
import type { DestinationKind } from '#lib/dispatch/destinations/schema.ts';
import type { Destination, TestResult } from '#lib/dispatch/schema.ts';
import { formatDuration } from '#lib/format/format-time.ts';
import { KIND_WORDS } from './kinds.ts';

const RESULTS: Readonly<Record<TestResult['result'], { word: string; tone: Tone; icon: LucideIcon }>> = {
  delivered: { word: 'Delivered', tone: 'pass', icon: CircleCheck },
  refused: { word: 'Refused', tone: 'block', icon: CircleX },
  unreachable: { word: 'Unreachable', tone: 'block', icon: Unplug },
  timed_out: { word: 'Timed out', tone: 'block', icon: Clock },
};

function Result({ result, kind }: { result: TestResult; kind: DestinationKind }) {
  const { word, tone, icon } = RESULTS[result.result];
  return (
    <div className="flex flex-col gap-3">
      <p role="status" className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
        <Badge tone={tone} icon={icon}>
          {word}
        </Badge>
        {result.status_code === null ? null : (
          <span className="figures">
            {KIND_WORDS[kind].protocol ?? 'HTTP'} {result.status_code}
          </span>
        )}
        <span className="figures text-ink-2">after {formatDuration(result.duration_ms)}</span>
      </p>
      {result.error ? <p className="break-words text-block-text text-sm">{result.error}</p> : null}
      <SentRequest request={result.request} />
      <section className="flex min-w-0 flex-col gap-1">
        <h3 className="font-medium text-ink-2 text-xs">Answer</h3>
        {result.response ? (
          <CodeBlock code={readable(result.response)} label="Copy answer" wrap />
        ) : (
          <p className="text-ink-3 text-sm">
            {result.status_code === null ? 'There was none.' : 'It had an empty body.'}
          </p>
        )}
      </section>
    </div>
  );
}

export type TestSendProps = { destination: Destination; denied: string | null };

/** One invented event, sent at once with the settings as they are saved. */
export function TestSend({ destination, denied }: TestSendProps) {
  const test = useMutation({
    mutationFn: () => apiFetch<TestResult>(`/destinations/${destination.id}/test`, { method: 'POST' }),
  });
  return (
    <Panel
      title="Test"
      note="As saved"
      actions={
        <Button
          size="sm"
          icon={Send}
          busy={test.isPending}
          disabledReason={denied}
          onClick={() => test.mutate()}
        >
          Send a test event
        </Button>
      }
    >
      {test.error ? (
        <ErrorState
          what="The test could not be sent"
          error={test.error}
          onRetry={() => test.mutate()}
          retrying={test.isPending}
        />
      ) : test.data ? (
        <Result result={test.data} kind={destination.kind} />
      ) : (
        <p className="max-w-prose text-ink-2 text-sm">
          Sends one invented event at once, past the queue and the rate, and shows what went out and what came
          back. Nothing is retried.
        </p>
      )}
    </Panel>
  );
}
