'use client';

import { KeyRound } from 'lucide-react';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { useClock } from '#components/ui/clock.ts';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { CodeField } from './code-field.tsx';
import { OuterPage } from './outer-page.tsx';
import { PasswordInput } from './password-input.tsx';
import { type Refusal, type SignInResult, signIn, signInWithPasskey } from './session-calls.ts';
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

type Factor = { totp: boolean; passkey: boolean };

const NO_CODE: Refusal = { kind: 'fields', faults: [{ path: 'code', message: 'Enter the code' }] };

/** `sendsMail`: a lost password can be helped without anybody else. */
export function SignIn({ callbackUrl, sendsMail }: { callbackUrl: string; sendsMail: boolean }) {
  const error = useSearchParams().get('error');
  const [refusal, setRefusal] = useState<Refusal | null>(() => refusalOf(error));
  const [busy, setBusy] = useState<'form' | 'passkey' | null>(null);
  /** Once the password was right: what its owner has besides. */
  const [factor, setFactor] = useState<Factor | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const untilMs = refusal?.kind === 'wait' ? refusal.untilMs : 0;
  const waitSeconds = useClock((now) => Math.max(0, Math.ceil((untilMs - now) / 1000)), 0);

  useEffect(() => {
    if (!refusal) return;
    const wrong = faultAt(refusal, 'email') === undefined ? 'password' : 'email';
    const first = refusal.kind === 'factor' || faultAt(refusal, 'code') ? 'code' : wrong;
    const field = form.current?.querySelector<HTMLInputElement>(`[name="${first}"]`);
    field?.focus();
    if (refusal.kind === 'wrong' || refusal.kind === 'factor') field?.select();
  }, [refusal]);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy !== null || waitSeconds > 0) return;
    const fields = new FormData(event.currentTarget);
    const email = String(fields.get('email') ?? '').trim();
    const password = String(fields.get('password') ?? '');
    const code = String(fields.get('code') ?? '').trim();
    const gap = missing(email, password) ?? (factor && code === '' ? NO_CODE : null);
    setRefusal(gap);
    if (gap) return;
    setBusy('form');
    settle(await signIn({ email, password, callbackUrl, ...(factor ? { code } : {}) }));
  };
  const settle = (result: SignInResult | null) => {
    if (result && 'url' in result) {
      // A full load: the button keeps turning until the page is there.
      window.location.assign(result.url);
      return;
    }
    setBusy(null);
    setRefusal(result);
    if (result?.kind === 'factor') setFactor(result);
    if (result?.kind === 'wrong') setFactor(null);
  };
  const signInByPasskey = async () => {
    setBusy('passkey');
    setRefusal(null);
    settle(await signInWithPasskey(callbackUrl));
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
          <div className={factor ? 'hidden' : 'contents'}>
            <Field label="E-mail" name="email" error={faultAt(refusal, 'email')} required>
              <Input
                type="email"
                autoComplete="username"
                autoCapitalize="none"
                spellCheck={false}
                autoFocus
              />
            </Field>
            <Field label="Password" name="password" error={faultAt(refusal, 'password')} required>
              <PasswordInput autoComplete="current-password" />
            </Field>
          </div>
          {factor ? <CodeField hasAuthenticator={factor.totp} error={faultAt(refusal, 'code')} /> : null}
          <Button
            type="submit"
            variant="primary"
            busy={busy === 'form'}
            disabledReason={waitSeconds > 0 ? `Too many tries; possible again in ${waitSeconds} s` : null}
            className="mt-2 w-full"
          >
            Sign in
          </Button>
          {factor === null || factor.passkey ? (
            <Button icon={KeyRound} busy={busy === 'passkey'} onClick={signInByPasskey} className="w-full">
              {factor ? 'Use a passkey instead' : 'Use a passkey'}
            </Button>
          ) : null}
          {factor ? (
            <Button
              variant="ghost"
              onClick={() => {
                setFactor(null);
                setRefusal(null);
              }}
            >
              Back
            </Button>
          ) : null}
        </form>
        <p className="mt-6 text-ink-3 text-sm">
          {sendsMail ? (
            <>
              <Link href="/forgot_password" className="rounded-badge text-accent-text underline">
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
