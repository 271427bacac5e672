'use client';

import { useState } from 'react';
import { PasswordInput } from '#components/auth/password-input.tsx';
import { checkInput } from '#components/record/check-input.ts';
import { Loaded } from '#components/record/loaded.tsx';
import { useRecord, useRefresh } from '#components/record/use-record.ts';
import { PageHeader } from '#components/shell/page-header.tsx';
import { apiFetch } from '#components/ui/api.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Form } from '#components/ui/form.tsx';
import { Input } from '#components/ui/input.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { notifyDone, notifyFailed } from '#components/ui/toast.tsx';
import { UserLogins } from '#components/users/user-logins.tsx';
import { UserSessions } from '#components/users/user-sessions.tsx';
import { PasswordChange, type User, UserChange, type UserWithPermissions } from '#lib/auth/schema.ts';
import { SecondFactors } from './second-factors.tsx';

function Profile({ user: current }: { user: User }) {
  const refresh = useRefresh('/users');
  const [user, setUser] = useState(current);
  const [draft, setDraft] = useState({ name: current.name, email: current.email });
  const isMoved = draft.email.trim().toLowerCase() !== user.email;
  const submit = async (fields: FormData) => {
    const change = {
      ...(draft.name === user.name ? {} : { name: draft.name }),
      ...(isMoved ? { email: draft.email, password: String(fields.get('password') ?? '') } : {}),
    };
    checkInput(UserChange, change);
    const saved = await apiFetch<User>(`/users/${user.id}`, { method: 'PATCH', body: change });
    setUser(saved);
    setDraft({ name: saved.name, email: saved.email });
    notifyDone(isMoved ? `Your address is ${saved.email} now; other sessions have ended` : 'Saved');
    await refresh();
  };
  return (
    <Form onSubmit={submit} submitLabel="Save profile">
      <Field label="Name" name="name" required>
        <Input
          value={draft.name}
          maxLength={128}
          autoComplete="name"
          onChange={(event) => setDraft({ ...draft, name: event.target.value })}
        />
      </Field>
      <Field label="E-mail" name="email" required hint="The name to sign in with.">
        <Input
          type="email"
          value={draft.email}
          maxLength={254}
          autoComplete="email"
          spellCheck={false}
          onChange={(event) => setDraft({ ...draft, email: event.target.value })}
        />
      </Field>
      {isMoved ? (
        <Field
          label="Password"
          name="password"
          required
          hint="A change of the address needs it. The old address is told, other sessions end."
        >
          <PasswordInput autoComplete="current-password" />
        </Field>
      ) : null}
    </Form>
  );
}

function Address({ user, sendsMail }: { user: User; sendsMail: boolean }) {
  const [busy, setBusy] = useState(false);
  const send = async () => {
    setBusy(true);
    try {
      await apiFetch(`/users/${user.id}/email_verification`, { method: 'POST' });
      notifyDone(`A link is on its way to ${user.email}`);
    } catch (error) {
      notifyFailed('Nothing was sent', error);
    } finally {
      setBusy(false);
    }
  };
  if (user.email_verified_at !== null) return <Badge tone="pass">Address confirmed</Badge>;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Badge>Address not confirmed</Badge>
      {sendsMail ? (
        <Button size="sm" busy={busy} onClick={send}>
          Send a link to confirm it
        </Button>
      ) : null}
    </div>
  );
}

function Password({ id }: { id: string }) {
  const refresh = useRefresh('/users');
  const [round, setRound] = useState(0);
  const submit = async (fields: FormData) => {
    const text = (name: string) => String(fields.get(name) ?? '');
    const change = { old_password: text('old_password'), new_password: text('new_password') };
    checkInput(PasswordChange, change);
    await apiFetch(`/users/${id}/password`, { method: 'POST', body: change });
    notifyDone('The password is changed; your other sessions have ended');
    setRound(round + 1);
    await refresh();
  };
  return (
    <Form key={round} onSubmit={submit} submitLabel="Change password">
      <Field label="Password so far" name="old_password" required>
        <PasswordInput autoComplete="current-password" />
      </Field>
      <Field
        label="New password"
        name="new_password"
        required
        hint="8 characters at least. Long and unlike others beats signs and digits."
      >
        <PasswordInput autoComplete="new-password" />
      </Field>
    </Form>
  );
}

/** What somebody may change of himself, and how he comes in. */
export function AccountPage({ id, sendsMail }: { id: string; sendsMail: boolean }) {
  const query = useRecord<UserWithPermissions>('/users', `/${id}`, { fresh: true });
  return (
    <>
      <PageHeader title="Your account" />
      <Loaded query={query} what="Your account could not be loaded">
        {(user) => (
          <div className="@container">
            <div className="grid items-start gap-4 @4xl:grid-cols-2">
              <Panel title="Profile" actions={<Address user={user} sendsMail={sendsMail} />}>
                <Profile user={user} />
              </Panel>
              <Panel title="Password" note="Changing it ends your other sessions">
                <Password id={id} />
              </Panel>
              <Panel title="Second factor">
                <SecondFactors userId={id} />
              </Panel>
              <Panel title="Sessions">
                <UserSessions user={user} denied={null} />
              </Panel>
              <Panel title="Sign-ins" note="400 days">
                <UserLogins userId={id} />
              </Panel>
            </div>
          </div>
        )}
      </Loaded>
    </>
  );
}
