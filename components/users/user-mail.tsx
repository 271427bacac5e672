'use client';

import { MailWarning, Send } from 'lucide-react';
import { useState } from 'react';
import { useRefresh } from '#components/record/use-record.ts';
import { apiFetch } from '#components/ui/api.ts';
import { Button } from '#components/ui/button.tsx';
import { Time } from '#components/ui/time.tsx';
import { notifyDone, notifyFailed } from '#components/ui/toast.tsx';
import type { UserWithPermissions } from '#lib/auth/schema.ts';

export type UserMailProps = { user: UserWithPermissions; denied: string | null; sendsMail: boolean };

const KINDS: Readonly<Record<string, string>> = {
  invitation: 'Invitation',
  password_reset: 'Link to set a new password',
  verification: 'Link to confirm the address',
  change: 'Notice of a change',
};

/** An open invitation, what became of the last mail, and the way to send another. */
export function UserMail({ user, denied, sendsMail }: UserMailProps) {
  const refresh = useRefresh('/users');
  const [busy, setBusy] = useState(false);
  const isInvited = user.invited_at !== null;
  const mail = user.last_mail;
  const send = async () => {
    setBusy(true);
    try {
      const what = isInvited ? 'invitation' : 'password_reset';
      await apiFetch(`/users/${user.id}/${what}`, { method: 'POST' });
      notifyDone(`${KINDS[what]} is on its way to ${user.email}`);
      await refresh();
    } catch (error) {
      notifyFailed('Nothing was sent', error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="flex flex-wrap items-center justify-between gap-2">
      <div className="min-w-0 text-sm">
        {isInvited ? (
          <p className="text-ink-2">
            Invited <Time at={user.invited_at} />; has no password yet.
          </p>
        ) : null}
        {mail === null ? null : mail.error === null ? (
          <p className="text-ink-3 text-xs">
            {KINDS[mail.kind]} {mail.state === 'sent' ? 'handed to the mail server' : 'on its way since'}{' '}
            <Time at={mail.at} />
          </p>
        ) : (
          <p className="flex items-start gap-1.5 text-block-text text-xs" role="status">
            <MailWarning size={14} aria-hidden className="mt-px shrink-0" />
            <span className="[overflow-wrap:anywhere]">
              {KINDS[mail.kind]} {mail.state === 'failed' ? 'could not be sent' : 'is tried again'}:{' '}
              {mail.error}
            </span>
          </p>
        )}
      </div>
      <Button
        icon={Send}
        busy={busy}
        disabledReason={
          denied ??
          (sendsMail ? null : 'No mail server is set up: Mail, under Govern') ??
          (user.enabled ? null : 'Disabled users get no mail')
        }
        onClick={send}
      >
        {isInvited ? 'Send invitation again' : 'Send a link to set a new password'}
      </Button>
    </div>
  );
}
