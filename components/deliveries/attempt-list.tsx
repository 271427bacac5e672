'use client';

import { clsx } from 'clsx';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { Time } from '#components/ui/time.tsx';
import { TONES } from '#components/ui/tones.ts';
import type { DeliveryDetail } from '#lib/dispatch/deliveries/schema.ts';
import { formatDuration } from '#lib/format/format-time.ts';
import { readable } from './message-text.ts';
import { attemptTone, outcomeText } from './outcome-words.ts';
import { SentRequest } from './sent-request.tsx';

type OneAttempt = DeliveryDetail['attempts'][number];

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section className="flex min-w-0 flex-col gap-1">
      <p className="font-medium text-ink-2 text-xs">{title}</p>
      {children}
    </section>
  );
}

function Content({ attempt }: { attempt: OneAttempt }) {
  const { request, response, withheld, status_code: code } = attempt;
  return (
    <div className="flex min-w-0 flex-col gap-3 pt-2 pl-8">
      {withheld ? <p className="text-ink-2 text-sm">{withheld}</p> : null}
      <SentRequest request={request} />
      <Part title="Answer">
        {response ? (
          <CodeBlock code={readable(response)} label="Copy answer" wrap />
        ) : (
          <p className="text-ink-3 text-sm">
            {withheld ? 'Not shown.' : code === null ? 'There was none.' : 'It had an empty body.'}
          </p>
        )}
      </Part>
    </div>
  );
}

/** Every attempt, the latest first and open: how it ended, what was sent, what came back. */
export function AttemptList({ attempts }: { attempts: readonly OneAttempt[] }) {
  if (attempts.length === 0) return <p className="text-ink-3">Nothing was sent yet.</p>;
  return (
    <ol reversed className="flex min-w-0 flex-col divide-y divide-line rounded-panel border bg-panel">
      {attempts.toReversed().map((attempt, i) => (
        <li key={attempt.number} className="min-w-0 px-3 py-2">
          <details open={i === 0}>
            <summary className="flex min-w-0 cursor-pointer items-baseline gap-2 rounded-badge text-sm">
              <span className="figures w-6 shrink-0 text-ink-3">{attempt.number}.</span>
              <span className={clsx('min-w-0 first-letter:uppercase', TONES[attemptTone(attempt)].text)}>
                {outcomeText(attempt)}
              </span>
              <span className="figures ml-auto shrink-0 text-ink-2">
                {formatDuration(attempt.duration_ms)}
              </span>
              <span className="w-20 shrink-0 text-right text-ink-2">
                <Time at={attempt.at} />
              </span>
            </summary>
            {attempt.error ? (
              <p className="pt-1 pl-8 text-block-text text-sm [overflow-wrap:anywhere]">{attempt.error}</p>
            ) : null}
            <Content attempt={attempt} />
          </details>
        </li>
      ))}
    </ol>
  );
}
