'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Fact, Facts } from '#components/ui/panel.tsx';
import { Countdown, Time } from '#components/ui/time.tsx';
import type { Attempt, Delivery } from '#lib/dispatch/schema.ts';
import { formatDuration } from '#lib/format/format-time.ts';
import { readable } from './message-text.ts';
import { attemptTone, outcomeText } from './outcome-words.ts';
import { SentRequest } from './sent-request.tsx';

type Shown = { delivery: Delivery; attempt: Attempt };

function waitedMs({ delivery, attempt }: Shown): number | null {
  const before = delivery.attempts.find(({ number }) => number === attempt.number - 1);
  return before ? Date.parse(attempt.at) - Date.parse(before.at) - before.duration_ms : null;
}

function Next({ delivery, attempt }: Shown) {
  const { next_attempt_at: at } = attempt;
  const isLast = delivery.attempts.at(-1)?.number === attempt.number;
  if (isLast && delivery.status === 'pending' && delivery.next_attempt_at) {
    return <Countdown to={delivery.next_attempt_at} />;
  }
  if (at === null) return <span className="text-ink-3">none was planned</span>;
  return (
    <span className="text-ink-2">
      planned for <Time at={at} exact />
    </span>
  );
}

function Timing(shown: Shown) {
  const { attempt, delivery } = shown;
  const waited = waitedMs(shown);
  return (
    <Facts>
      <Fact name="Started">
        <Time at={attempt.at} exact />
      </Fact>
      <Fact name="Took">
        <span className="figures">{formatDuration(attempt.duration_ms)}</span>
      </Fact>
      {waited === null || waited <= 0 ? null : (
        <Fact name="Waited before">
          <span className="figures">{formatDuration(waited)}</span>
        </Fact>
      )}
      <Fact name="Next attempt">
        <Next {...shown} />
      </Fact>
      <Fact name="Delivery">
        <Link href={`/deliveries/${delivery.id}`} className="rounded-badge text-accent-text hover:underline">
          All of it, and what can be done
        </Link>
      </Fact>
    </Facts>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="flex min-w-0 flex-col gap-1">
      <h3 className="font-medium text-ink-2 text-xs">{title}</h3>
      {children}
    </section>
  );
}

function Answered({ attempt: { response, status_code: code } }: { attempt: Attempt }) {
  if (response) return <CodeBlock code={readable(response)} label="Copy answer" wrap />;
  return (
    <p className="text-ink-3 text-sm">
      {code === null ? 'There was none.' : 'It had an empty body, or its words are not for you.'}
    </p>
  );
}

function Steps({ delivery, attempt, onShow }: Shown & { onShow: (number: number) => void }) {
  if (delivery.attempts.length < 2) return null;
  const at = delivery.attempts.findIndex(({ number }) => number === attempt.number);
  const step = (by: -1 | 1, label: string, end: string) => {
    const target = delivery.attempts[at + by];
    return (
      <Button disabledReason={target ? null : end} onClick={() => target && onShow(target.number)}>
        {label}
      </Button>
    );
  };
  return (
    <>
      {step(-1, 'Previous attempt', 'This was the first attempt')}
      {step(1, 'Next attempt', 'This is the last attempt so far')}
    </>
  );
}

export type AttemptDialogProps = {
  delivery: Delivery | undefined;
  number: number | undefined;
  onShow: (number: number) => void;
  onClose: () => void;
};

/** One attempt: how it ended and when, what was sent, what came back. */
export function AttemptDialog({ delivery, number, onShow, onClose }: AttemptDialogProps) {
  const attempt = delivery?.attempts.find((one) => one.number === number);
  if (!delivery || !attempt) return null;
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={`Attempt ${attempt.number} to ${delivery.destination}`}
      actions={<Steps delivery={delivery} attempt={attempt} onShow={onShow} />}
    >
      <div className="flex flex-col gap-4">
        <p className="flex flex-wrap items-center gap-2 text-sm">
          <Badge tone={attemptTone(attempt)}>
            <span className="inline-block first-letter:uppercase">{outcomeText(attempt)}</span>
          </Badge>
          {attempt.error ? (
            <span className="text-ink-2 [overflow-wrap:anywhere]">{attempt.error}</span>
          ) : null}
        </p>
        <Timing delivery={delivery} attempt={attempt} />
        <SentRequest request={attempt.request} />
        <Part title="Answer">
          <Answered attempt={attempt} />
        </Part>
      </div>
    </Dialog>
  );
}
