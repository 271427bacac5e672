'use client';

import { type ReactNode, useEffect, useState } from 'react';
import { type ApiProblem, apiFetch, isApiProblem } from '#components/ui/api.ts';
import { Button, ButtonLink } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Form } from '#components/ui/form.tsx';
import { Time } from '#components/ui/time.tsx';
import type { AccountLink } from '#lib/auth/links/schema.ts';
import { OuterPage } from './outer-page.tsx';
import { PasswordInput } from './password-input.tsx';

const WORDS = {
  reset: { title: 'Set a new password', action: 'Set the password', done: 'The new password is set' },
  invitation: { title: 'Welcome to The Eye', action: 'Set the password', done: 'Your account is ready' },
  verification: {
    title: 'Confirm your address',
    action: 'Confirm the address',
    done: 'Your address is confirmed',
  },
} as const;

type State =
  | { at: 'asking' }
  | { at: 'open'; link: AccountLink }
  | { at: 'done'; link: AccountLink }
  | { at: 'failed'; problem: ApiProblem | null };

const post = (what: 'check' | 'use', body: object): Promise<AccountLink> =>
  apiFetch<AccountLink>(`/account_links/${what}`, { method: 'POST', body });

/**
 * Where the links in the product's mail lead. What the link carries stands behind the number sign, and is taken out of the
 * address at once; nothing happens before a button is pressed, because mail programs open links by themselves.
 */
export function AccountLinkPage() {
  const [token, setToken] = useState<string | null>(null);
  const [tries, setTries] = useState(0);
  const [state, setState] = useState<State>({ at: 'asking' });

  useEffect(() => {
    const read = () => {
      const carried = window.location.hash.slice(1);
      if (carried === '') return;
      window.history.replaceState(null, '', window.location.pathname);
      setToken(carried);
    };
    read();
    setToken((known) => known ?? '');
    window.addEventListener('hashchange', read);
    return () => window.removeEventListener('hashchange', read);
  }, []);

  useEffect(() => {
    if (token === null || tries < 0) return;
    let current = true;
    setState({ at: 'asking' });
    post('check', { token }).then(
      (link) => current && setState({ at: 'open', link }),
      (error: unknown) => current && setState({ at: 'failed', problem: isApiProblem(error) ? error : null }),
    );
    return () => {
      current = false;
    };
  }, [token, tries]);

  if (state.at === 'asking') {
    return (
      <OuterPage title="One moment">
        <p className="text-ink-2" role="status">
          The link is being looked at …
        </p>
      </OuterPage>
    );
  }
  if (state.at === 'failed') return <Dead problem={state.problem} onRetry={() => setTries(tries + 1)} />;
  if (state.at === 'done') return <Done link={state.link} />;
  return (
    <OpenLink
      link={state.link}
      onUse={async (password) => {
        const body = { token, ...(password === null ? {} : { password }) };
        setState({ at: 'done', link: await post('use', body) });
      }}
    />
  );
}

function Dead({ problem, onRetry }: { problem: ApiProblem | null; onRetry: () => void }) {
  // Whoever opens half a link holds none that ever was.
  const isDead = problem !== null && [404, 422].includes(problem.status);
  return (
    <OuterPage title={isDead ? 'This link no longer opens' : 'The link could not be looked at'}>
      <p className="text-ink-2" role="alert">
        {isDead
          ? 'It was used already, has expired, or was replaced by a newer one. Ask for another, or sign in.'
          : (problem?.detail ?? 'The server did not answer.')}
      </p>
      <div className="flex flex-wrap gap-2">
        {isDead ? (
          <ButtonLink href="/sign-in" variant="primary">
            Go to the sign-in
          </ButtonLink>
        ) : (
          <Button variant="primary" onClick={onRetry}>
            Try again
          </Button>
        )}
      </div>
    </OuterPage>
  );
}

function Done({ link }: { link: AccountLink }): ReactNode {
  return (
    <OuterPage title={WORDS[link.purpose].done}>
      <p className="text-ink-2" role="status">
        {link.purpose === 'verification' ? (
          <>
            Mail to <bdi>{link.email}</bdi> reaches you.
          </>
        ) : (
          <>
            Sign in as <bdi className="font-medium text-ink">{link.email}</bdi>. Sessions that were open
            before have ended.
          </>
        )}
      </p>
      <ButtonLink href="/sign-in" variant="primary">
        Sign in
      </ButtonLink>
    </OuterPage>
  );
}

type OpenProps = { link: AccountLink; onUse: (password: string | null) => Promise<void> };

function OpenLink({ link, onUse }: OpenProps) {
  const { title, action } = WORDS[link.purpose];
  const setsPassword = link.purpose !== 'verification';
  return (
    <OuterPage title={title}>
      <p className="text-ink-2">
        For <bdi className="font-medium text-ink [overflow-wrap:anywhere]">{link.email}</bdi>. The link opens
        once, until <Time at={link.expires_at} />.
      </p>
      <div className="w-full">
        <Form
          submitLabel={action}
          onSubmit={(fields) => onUse(setsPassword ? String(fields.get('password') ?? '') : null)}
        >
          {setsPassword ? (
            <>
              <input type="hidden" name="username" autoComplete="username" value={link.email} />
              <Field
                label="New password"
                name="password"
                required
                hint="8 characters at least. Long and unlike others beats signs and digits."
              >
                <PasswordInput autoComplete="new-password" autoFocus />
              </Field>
            </>
          ) : null}
        </Form>
      </div>
    </OuterPage>
  );
}
