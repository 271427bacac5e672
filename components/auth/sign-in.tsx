'use client';

import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { useClock } from '#components/ui/clock.ts';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { OuterPage } from './outer-page.tsx';
import { PasswordInput } from './password-input.tsx';
import { type Refusal, signIn } from './session-calls.ts';
import { SignInNotice } from './sign-in-notice.tsx';

/** What the address says after the form went off without its script. */
function refusalOf(error: string | null): Refusal | null {
  if (error === null) return null;
  if (error === 'unauthenticated') return { kind: 'wrong' };
  if (error === 'forbidden') {
    return { kind: 'failed', detail: 'The page was not ready yet. Try again.', requestId: null };
  }
  return { kind: 'failed', detail: 'Signing in failed. Try again.', requestId: null };
}

/** Names what is missing before anything is sent. */
function missing(email: string, password: string): Refusal | null {
  const faults = [
    ...(email === '' ? [{ path: 'email', message: 'Enter your e-mail address' }] : []),
    ...(password === '' ? [{ path: 'password', message: 'Enter your password' }] : []),
  ];
  return faults.length > 0 ? { kind: 'fields', faults } : null;
}

function faultAt(refusal: Refusal | null, path: string): string | undefined {
  return refusal?.kind === 'fields'
    ? refusal.faults.find((fault) => fault.path === path)?.message
    : undefined;
}

/** `sendsMail`: a lost password can be helped without anybody else. */
export function SignIn({ callbackUrl, sendsMail }: { callbackUrl: string; sendsMail: boolean }) {
  const error = useSearchParams().get('error');
  const [refusal, setRefusal] = useState<Refusal | null>(() => refusalOf(error));
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const untilMs = refusal?.kind === 'wait' ? refusal.untilMs : 0;
  const waitSeconds = useClock((now) => Math.max(0, Math.ceil((untilMs - now) / 1000)), 0);

  useEffect(() => {
    if (!refusal) return;
    const first = faultAt(refusal, 'email') === undefined ? 'password' : 'email';
    const field = form.current?.querySelector<HTMLInputElement>(`[name="${first}"]`);
    field?.focus();
    if (refusal.kind === 'wrong') field?.select();
  }, [refusal]);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy || waitSeconds > 0) return;
    const fields = new FormData(event.currentTarget);
    const email = String(fields.get('email') ?? '').trim();
    const password = String(fields.get('password') ?? '');
    const gap = missing(email, password);
    setRefusal(gap);
    if (gap) return;
    setBusy(true);
    const result = await signIn({ email, password, callbackUrl });
    if ('url' in result) {
      // A full load: the button keeps turning until the page is there.
      window.location.assign(result.url);
      return;
    }
    setBusy(false);
    setRefusal(result);
  };

  return (
    <OuterPage title="Sign in to The Eye">
      <div className="w-full">
        <form
          ref={form}
          noValidate
          method="post"
          action="/api/auth/callback/credentials"
          onSubmit={submit}
          className="flex flex-col gap-4"
        >
          {refusal ? <SignInNotice refusal={refusal} /> : null}
          <input type="hidden" name="callbackUrl" value={callbackUrl} />
          <Field label="E-mail" name="email" error={faultAt(refusal, 'email')} required>
            <Input type="email" autoComplete="username" autoCapitalize="none" spellCheck={false} autoFocus />
          </Field>
          <Field label="Password" name="password" error={faultAt(refusal, 'password')} required>
            <PasswordInput autoComplete="current-password" />
          </Field>
          <Button
            type="submit"
            variant="primary"
            busy={busy}
            disabledReason={waitSeconds > 0 ? `Too many tries; possible again in ${waitSeconds} s` : null}
            className="mt-2 w-full"
          >
            Sign in
          </Button>
        </form>
        <p className="mt-6 text-ink-3 text-sm">
          {sendsMail ? (
            <>
              <Link href="/forgot_password" className="rounded-badge text-accent-text hover:underline">
                Forgot your password?
              </Link>{' '}
              No account? Whoever manages the users of this console can invite you.
            </>
          ) : (
            'No account, or the password is lost? Whoever manages the users of this console can help.'
          )}
        </p>
      </div>
    </OuterPage>
  );
}
