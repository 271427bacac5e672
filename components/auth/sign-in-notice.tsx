'use client';

import { CircleAlert, Hourglass } from 'lucide-react';
import { Countdown } from '#components/ui/time.tsx';
import type { Refusal } from './session-calls.ts';

/** Why nobody was let in; the same words whether or not such a user exists. */
export function SignInNotice({ refusal }: { refusal: Refusal }) {
  if (refusal.kind === 'fields' || (refusal.kind === 'factor' && !refusal.again)) return null;
  const waiting = refusal.kind === 'wait';
  const Icon = waiting ? Hourglass : CircleAlert;
  return (
    <div
      role="alert"
      className={`flex items-start gap-2 rounded-panel px-3 py-2 text-sm ${waiting ? 'bg-redact-soft text-redact-text' : 'bg-block-soft text-block-text'}`}
    >
      <Icon size={16} className="mt-0.5" aria-hidden />
      <div className="min-w-0">
        {refusal.kind === 'wrong' ? 'The e-mail or the password is wrong.' : null}
        {refusal.kind === 'factor' ? 'The code is wrong, or was used already.' : null}
        {refusal.kind === 'wait' ? (
          <>
            Too many tries. The next one is possible{' '}
            <span aria-hidden>
              <Countdown to={refusal.untilMs} over="now" />
            </span>
            <span className="sr-only">soon; the button says when</span>.
          </>
        ) : null}
        {refusal.kind === 'failed' ? (
          <>
            <p>{refusal.detail}</p>
            {refusal.requestId ? (
              <p className="mt-1 text-xs">
                Request <code className="break-all">{refusal.requestId}</code>
              </p>
            ) : null}
          </>
        ) : null}
      </div>
    </div>
  );
}
