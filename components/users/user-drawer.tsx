'use client';

import { useState } from 'react';
import { checkInput } from '#components/record/check-input.ts';
import { DeleteZone } from '#components/record/delete-zone.tsx';
import { EnabledSwitch } from '#components/record/enabled-switch.tsx';
import { Loaded } from '#components/record/loaded.tsx';
import { useRecord, useRefresh } from '#components/record/use-record.ts';
import { apiFetch } from '#components/ui/api.ts';
import { Drawer, type DrawerFrame } from '#components/ui/drawer.tsx';
import { Field } from '#components/ui/field.tsx';
import { Form } from '#components/ui/form.tsx';
import { Id } from '#components/ui/id.tsx';
import { Input } from '#components/ui/input.tsx';
import { Fact, Facts } from '#components/ui/panel.tsx';
import { Tabs } from '#components/ui/tabs.tsx';
import { Time } from '#components/ui/time.tsx';
import { notifyDone } from '#components/ui/toast.tsx';
import type { Role } from '#lib/auth/grants/schema.ts';
import { type User, UserChange, type UserWithPermissions } from '#lib/auth/schema.ts';
import { formatCount } from '#lib/format/format-number.ts';
import { type PermissionWords, RoleFields } from './role-fields.tsx';
import { UserGrants } from './user-grants.tsx';
import { UserLogins } from './user-logins.tsx';
import { UserMail } from './user-mail.tsx';
import { UserSessions } from './user-sessions.tsx';

/** What disabling this user does, before it is done. */
export function disabling(user: User): string {
  const sessions =
    user.live_sessions === 0 ? '' : ` ${formatCount(user.live_sessions, 'live session')} will end.`;
  return `${user.name} cannot sign in until enabled again.${sessions} Nothing is deleted.`;
}

type EditProps = { user: User; roles: readonly Role[]; denied: string | null; words: PermissionWords };

function EditUser({ user: current, roles, denied, words }: EditProps) {
  const refresh = useRefresh('/users');
  const [user, setUser] = useState(current);
  const [name, setName] = useState(current.name);
  const [chosen, setChosen] = useState(current.roles);
  const submit = async () => {
    const sameRoles = chosen.toSorted().join() === user.roles.toSorted().join();
    const change = { ...(name === user.name ? {} : { name }), ...(sameRoles ? {} : { roles: chosen }) };
    checkInput(UserChange, change);
    const saved = await apiFetch<User>(`/users/${user.id}`, { method: 'PATCH', body: change });
    setUser(saved);
    notifyDone(`${saved.name} saved`);
    await refresh();
  };
  return (
    <Form
      onSubmit={submit}
      submitLabel="Save user"
      submitDisabledReason={denied}
      note={denied ?? 'In force at the next thing this user does.'}
    >
      <Field label="Name" name="name" required>
        <Input
          value={name}
          maxLength={128}
          readOnly={denied !== null}
          onChange={(event) => setName(event.target.value)}
          autoComplete="off"
        />
      </Field>
      <RoleFields roles={roles} chosen={chosen} onChange={setChosen} words={words} denied={denied} />
    </Form>
  );
}

export type UserDrawerProps = DrawerFrame & {
  id: string | null;
  denied: string | null;
  words: PermissionWords;
  sendsMail: boolean;
};

export function UserDrawer({ id, denied, words, sendsMail, ...frame }: UserDrawerProps) {
  const query = useRecord<UserWithPermissions>('/users', id && `/${id}`, { fresh: true });
  const roles = useRecord<{ items: Role[] }>('/roles', '');
  const user = query.data;
  return (
    <Drawer open={id !== null} {...frame} title={user?.name ?? 'User'} subtitle={user ? user.email : null}>
      <Loaded key={id} query={query} what="The user could not be loaded">
        {(loaded) => (
          <div className="flex flex-col gap-4">
            <EnabledSwitch
              base="/users"
              thing={loaded}
              enabled={loaded.enabled}
              denied={denied}
              loses={disabling(loaded)}
              label={loaded.enabled ? 'Enabled' : 'Disabled'}
              hint={loaded.enabled ? 'May sign in.' : 'Cannot sign in.'}
            />
            <UserMail user={loaded} denied={denied} sendsMail={sendsMail} />
            <Tabs
              label="About this user"
              tabs={[
                {
                  value: 'roles',
                  label: 'Roles',
                  content: (
                    <Loaded query={roles} what="The roles could not be loaded">
                      {({ items }) => <EditUser user={loaded} roles={items} denied={denied} words={words} />}
                    </Loaded>
                  ),
                },
                {
                  value: 'sessions',
                  label: 'Sessions',
                  count: loaded.live_sessions,
                  content: <UserSessions user={loaded} denied={denied} />,
                },
                {
                  value: 'grants',
                  label: 'May do',
                  content: <UserGrants userId={loaded.id} words={words} />,
                },
                {
                  value: 'logins',
                  label: 'Sign-ins',
                  content: <UserLogins userId={loaded.id} />,
                },
                {
                  value: 'about',
                  label: 'About',
                  content: (
                    <div className="flex flex-col gap-6">
                      <Facts>
                        <Fact name="Id">
                          <Id id={loaded.id} of="user id" full />
                        </Fact>
                        <Fact name="Last sign-in">
                          <Time at={loaded.last_sign_in_at} never="never" exact />
                        </Fact>
                        <Fact name="Address">
                          {loaded.email_verified_at ? (
                            <>
                              confirmed <Time at={loaded.email_verified_at} />
                            </>
                          ) : (
                            'not confirmed by a mail'
                          )}
                        </Fact>
                        <Fact name="Created">
                          <Time at={loaded.created_at} exact />
                        </Fact>
                      </Facts>
                      <DeleteZone
                        base="/users"
                        listHref="/users"
                        noun="user"
                        thing={loaded}
                        consequences="Every session and token ends at once. What this person did stays in the trails; views of the events that he shared go with him."
                        denied={denied}
                      />
                    </div>
                  ),
                },
              ]}
            />
          </div>
        )}
      </Loaded>
    </Drawer>
  );
}
