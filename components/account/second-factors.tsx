'use client';

import { KeyRound, Smartphone } from 'lucide-react';
import { useState } from 'react';
import { Loaded } from '#components/record/loaded.tsx';
import { useRecord, useRefresh } from '#components/record/use-record.ts';
import { apiFetch } from '#components/ui/api.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { SecretReveal } from '#components/ui/secret-reveal.tsx';
import { Time } from '#components/ui/time.tsx';
import { notifyDone } from '#components/ui/toast.tsx';
import type { AddedFactor, Factors } from '#lib/auth/factors/schema.ts';
import { AuthenticatorDialog } from './authenticator-dialog.tsx';
import { PasskeyDialog } from './passkey-dialog.tsx';
import { PasswordDialog } from './password-dialog.tsx';

type Asked =
  | { what: 'totp' | 'passkey' | 'remove_totp' | 'codes' }
  | { what: 'remove_passkey'; id: string; name: string };

const item = 'flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2';

/** What somebody needs besides his password, and how he gets in without it. */
export function SecondFactors({ userId }: { userId: string }) {
  const refresh = useRefresh('/users');
  const query = useRecord<Factors>('/users', `/${userId}/factors`);
  const [asked, setAsked] = useState<Asked | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const base = `/users/${userId}`;
  const close = () => setAsked(null);
  const added = async (what: string, { recovery_codes }: AddedFactor) => {
    close();
    notifyDone(`${what}; your other sessions have ended`);
    setCodes(recovery_codes);
    await refresh();
  };
  const remove = async (what: string, path: string, password: string) => {
    await apiFetch(`${base}${path}/removal`, { method: 'POST', body: { password } });
    close();
    notifyDone(`${what} is removed; your other sessions have ended`);
    await refresh();
  };
  return (
    <Loaded query={query} what="The second factors could not be loaded">
      {({ totp, passkeys, recovery_codes_left: left }) => (
        <div className="flex flex-col gap-3">
          <ul className="divide-y rounded-panel border">
            <li className={item}>
              <Smartphone size={16} aria-hidden className="text-ink-3" />
              <div className="min-w-0 flex-1">
                <p className="font-medium text-sm">Authenticator</p>
                <p className="text-ink-3 text-xs">
                  {totp ? (
                    <>
                      since <Time at={totp.confirmed_at} />
                    </>
                  ) : (
                    'A program that shows a code of six digits'
                  )}
                </p>
              </div>
              {totp ? (
                <Button variant="danger-quiet" size="sm" onClick={() => setAsked({ what: 'remove_totp' })}>
                  Remove authenticator
                </Button>
              ) : (
                <Button size="sm" onClick={() => setAsked({ what: 'totp' })}>
                  Add authenticator
                </Button>
              )}
            </li>
            {passkeys.map(({ id, name, backed_up, created_at, last_used_at }) => (
              <li key={id} className={item}>
                <KeyRound size={16} aria-hidden className="text-ink-3" />
                <div className="min-w-0 flex-1">
                  <p className="flex flex-wrap items-center gap-x-2 font-medium text-sm">
                    <bdi className="[overflow-wrap:anywhere]">{name}</bdi>
                    {backed_up ? <Badge>On several devices</Badge> : null}
                  </p>
                  <p className="text-ink-3 text-xs">
                    Passkey since <Time at={created_at} />, used <Time at={last_used_at} never="never" />
                  </p>
                </div>
                <Button
                  variant="danger-quiet"
                  size="sm"
                  aria-label={`Remove passkey ${name}`}
                  onClick={() => setAsked({ what: 'remove_passkey', id, name })}
                >
                  Remove
                </Button>
              </li>
            ))}
            <li className={item}>
              <KeyRound size={16} aria-hidden className="text-ink-3" />
              <p className="min-w-0 flex-1 text-ink-3 text-xs">
                A passkey opens the console by finger, face or PIN, without a password
              </p>
              <Button size="sm" onClick={() => setAsked({ what: 'passkey' })}>
                Add passkey
              </Button>
            </li>
          </ul>
          {totp || passkeys.length > 0 ? (
            <div className="flex flex-wrap items-center justify-between gap-2 text-sm">
              <p className={left < 3 ? 'text-redact-text' : 'text-ink-2'}>
                {left} of 10 recovery codes left, for when a device is lost.
              </p>
              <Button size="sm" onClick={() => setAsked({ what: 'codes' })}>
                Make new codes
              </Button>
            </div>
          ) : (
            <p className="text-ink-3 text-sm">Without one, the password alone opens your account.</p>
          )}
          {asked?.what === 'totp' ? (
            <AuthenticatorDialog
              base={base}
              onClose={close}
              onAdded={(answer) => added('The authenticator counts from now on', answer)}
            />
          ) : null}
          {asked?.what === 'passkey' ? (
            <PasskeyDialog
              base={base}
              onClose={close}
              onAdded={(answer) => added('The passkey is added', answer)}
            />
          ) : null}
          {asked?.what === 'remove_totp' ? (
            <PasswordDialog
              title="Remove the authenticator"
              description="Its codes open nothing any more. Your other sessions end."
              action="Remove authenticator"
              onClose={close}
              onSubmit={(password) => remove('The authenticator', '/factors/totp', password)}
            />
          ) : null}
          {asked?.what === 'remove_passkey' ? (
            <PasswordDialog
              title={`Remove ${asked.name}`}
              description="This passkey opens nothing any more. Your other sessions end."
              action="Remove passkey"
              onClose={close}
              onSubmit={(password) => remove(asked.name, `/passkeys/${asked.id}`, password)}
            />
          ) : null}
          {asked?.what === 'codes' ? (
            <PasswordDialog
              title="Make new recovery codes"
              description="Those you have stored open nothing any more."
              action="Make new codes"
              onClose={close}
              onSubmit={async (password) => {
                const body = { password };
                const answer = await apiFetch<AddedFactor>(`${base}/factors/recovery_codes`, {
                  method: 'POST',
                  body,
                });
                await added('New recovery codes are made', answer);
              }}
            />
          ) : null}
          {codes ? (
            <SecretReveal
              open
              title="Your recovery codes"
              description="Each opens your account once when the second factor is lost. This is the only time they are shown."
              secrets={codes.map((value, i) => ({ name: `CODE_${i + 1}`, value }))}
              fileName="the-eye-recovery-codes.env"
              onStored={() => setCodes(null)}
            />
          ) : null}
        </div>
      )}
    </Loaded>
  );
}
