'use client';

import { KeyRound, Send } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { checkInput } from '#components/record/check-input.ts';
import { denial } from '#components/record/denial.ts';
import { Loaded } from '#components/record/loaded.tsx';
import { useRecord, useRefresh } from '#components/record/use-record.ts';
import { PageHeader } from '#components/shell/page-header.tsx';
import { apiFetch } from '#components/ui/api.ts';
import { Field } from '#components/ui/field.tsx';
import { FormPage } from '#components/ui/form-page.tsx';
import { Input } from '#components/ui/input.tsx';
import { RadioCards } from '#components/ui/radio-cards.tsx';
import { SecretReveal } from '#components/ui/secret-reveal.tsx';
import { notifyDone } from '#components/ui/toast.tsx';
import type { Role } from '#lib/auth/grants/schema.ts';
import { type CreatedUser, UserInput } from '#lib/auth/schema.ts';
import { type PermissionWords, RoleFields } from './role-fields.tsx';

export type NewUserPageProps = { mayWrite: boolean; words: PermissionWords; sendsMail: boolean };

const WAYS = [
  {
    value: 'invite',
    icon: Send,
    label: 'Invite by mail',
    hint: 'A link to choose a password goes to this address. Nobody else ever knows it.',
  },
  {
    value: 'hand_over',
    icon: KeyRound,
    label: 'Hand over a first password',
    hint: 'It is made here and shown once; nothing is sent.',
  },
] as const;

export function NewUserPage({ mayWrite, words, sendsMail }: NewUserPageProps) {
  const router = useRouter();
  const refresh = useRefresh('/users');
  const roles = useRecord<{ items: Role[] }>('/roles', '');
  const [draft, setDraft] = useState({ email: '', name: '', roles: [] as string[] });
  const [way, setWay] = useState<'invite' | 'hand_over'>(sendsMail ? 'invite' : 'hand_over');
  const [created, setCreated] = useState<(CreatedUser & { password: string }) | null>(null);
  const denied = denial(mayWrite, 'users:write');
  const set = (change: Partial<typeof draft>) => setDraft((old) => ({ ...old, ...change }));
  const submit = async () => {
    const body = { ...draft, invite: way === 'invite' };
    checkInput(UserInput, body);
    const made = await apiFetch<CreatedUser>('/users', { method: 'POST', body });
    await refresh();
    if (made.password !== null) return setCreated({ ...made, password: made.password });
    notifyDone(`An invitation is on its way to ${made.email}`);
    router.push(`/users?open=${made.id}`);
  };
  return (
    <>
      <PageHeader title="New user" />
      <FormPage
        onSubmit={submit}
        submitLabel={way === 'invite' ? 'Invite user' : 'Create user'}
        submitDisabledReason={denied}
        cancelHref="/users"
        note={denied}
      >
        <Field label="E-mail" name="email" required hint="The name to sign in with.">
          <Input
            type="email"
            value={draft.email}
            maxLength={254}
            onChange={(event) => set({ email: event.target.value })}
            autoComplete="off"
            spellCheck={false}
          />
        </Field>
        <Field label="Name" name="name" required>
          <Input
            value={draft.name}
            maxLength={128}
            onChange={(event) => set({ name: event.target.value })}
            autoComplete="off"
          />
        </Field>
        {sendsMail ? (
          <RadioCards legend="First sign-in" name="way" options={WAYS} value={way} onChange={setWay} />
        ) : (
          <p className="text-ink-3 text-sm">
            The first password is made here and shown once. With a mail server, people choose their own:{' '}
            <Link href="/settings/mail" className="rounded-badge text-accent-text underline">
              set one up
            </Link>
            .
          </p>
        )}
        <Loaded query={roles} what="The roles could not be loaded">
          {({ items }) => (
            <RoleFields
              roles={items}
              chosen={draft.roles}
              onChange={(names) => set({ roles: names })}
              words={words}
              denied={denied}
            />
          )}
        </Loaded>
      </FormPage>
      {created ? (
        <SecretReveal
          open
          title={`First password of ${created.name}`}
          description="This is the only time it is shown; hand it over on a safe way. Afterwards nobody can read it."
          secrets={[
            { name: 'EMAIL', value: created.email },
            { name: 'PASSWORD', value: created.password },
          ]}
          fileName={`${created.email.replace(/[^\w.-]+/g, '-')}.env`}
          onStored={() => router.push(`/users?open=${created.id}`)}
        />
      ) : null}
    </>
  );
}
