'use client';

import { clsx } from 'clsx';
import { Check, LoaderCircle, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { ButtonLink, IconButton } from '#components/ui/button.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { SendSnippet } from './send-snippet.tsx';
import type { FirstEventState } from './use-first-event.ts';

type StepState = 'done' | 'now' | 'waiting' | 'later';

function Step({ state, title, children }: { state: StepState; title: string; children?: ReactNode }) {
  return (
    <li className="flex gap-3" aria-current={state === 'now' ? 'step' : undefined}>
      <span
        aria-hidden
        className={clsx(
          'mt-0.5 flex size-5 shrink-0 items-center justify-center rounded-full border',
          state === 'done' && 'border-transparent bg-pass-soft text-pass-text',
          state === 'now' && 'border-accent text-accent-text',
          state === 'waiting' && 'border-transparent text-accent-text',
          state === 'later' && 'border-line',
        )}
      >
        {state === 'done' ? <Check size={12} /> : null}
        {state === 'waiting' ? <LoaderCircle size={16} className="animate-spin" /> : null}
        {state === 'now' ? <span className="size-2 rounded-full bg-accent" /> : null}
      </span>
      <div className="flex min-w-0 flex-1 flex-col items-start gap-2">
        <p className={clsx('font-medium leading-6', state === 'later' && 'text-ink-3')}>
          {title}
          {state === 'done' ? <span className="sr-only">, done</span> : null}
        </p>
        {children}
      </div>
    </li>
  );
}

export type FirstEventProps = { first: FirstEventState; hasClients: boolean };

/** From nothing to the first event, each step ticked by what the server really saw. */
export function FirstEvent({ first, hasClients }: FirstEventProps) {
  const { event, dismiss } = first;
  const sending: StepState = event ? 'done' : hasClients ? 'now' : 'later';
  return (
    <Panel
      title="Send the first event"
      actions={event ? <IconButton size="sm" icon={X} label="Close" onClick={dismiss} /> : null}
    >
      <ol className="flex max-w-prose flex-col gap-4">
        <Step state={hasClients ? 'done' : 'now'} title="Create a client">
          {hasClients ? null : (
            <>
              <p className="text-ink-2">
                A client is an application that may send: it signs its calls with its own secret.
              </p>
              <ButtonLink href="/clients/new" variant="primary">
                Create client
              </ButtonLink>
            </>
          )}
        </Step>
        <Step state={sending} title="Send an event with a test card number">
          {sending === 'now' ? <SendSnippet /> : null}
        </Step>
        <Step
          state={event ? 'done' : hasClients ? 'waiting' : 'later'}
          title={event ? 'Received' : 'Watch it arrive'}
        >
          {event ? (
            <ButtonLink href={`/events?open=${event.id}`} variant="primary">
              Open its trace
            </ButtonLink>
          ) : hasClients ? (
            <p role="status" className="text-ink-2">
              Waiting for the first event; this page sees it within a second.
            </p>
          ) : null}
        </Step>
      </ol>
    </Panel>
  );
}
