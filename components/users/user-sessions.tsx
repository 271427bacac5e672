'use client';

import { Globe, KeyRound, LogOut } from 'lucide-react';
import { useState } from 'react';
import { Loaded } from '#components/record/loaded.tsx';
import { useRecord, useRefresh } from '#components/record/use-record.ts';
import { apiFetch } from '#components/ui/api.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { Time } from '#components/ui/time.tsx';
import { notifyDone } from '#components/ui/toast.tsx';
import type { User, UserSession } from '#lib/auth/schema.ts';
import { formatCount } from '#lib/format/format-number.ts';

type SessionProps = { session: UserSession; denied: string | null; onEnd: () => void };

const kindWords = ({ kind }: UserSession): string => (kind === 'console' ? 'Browser' : 'API token');
const placeWords = ({ address }: UserSession): string => address ?? 'address unknown';

function consequencesOf(session: UserSession): string {
  const here = session.current ? ', and you are signed out here' : '';
  const named = `${kindWords(session)}, ${placeWords(session)}`;
  return `${named}: it ends at once${here}. The others go on, and the user may sign in again.`;
}

function Session({ session, denied, onEnd }: SessionProps) {
  const Icon = session.kind === 'console' ? Globe : KeyRound;
  return (
    <li className="flex items-start gap-2 px-3 py-2">
      <Icon size={16} aria-hidden className="mt-0.5 text-ink-3" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2">
          <span className="font-medium text-sm">{kindWords(session)}</span>
          <code className="text-xs">{placeWords(session)}</code>
          {session.current ? <Badge tone="accent">This one</Badge> : null}
        </p>
        <p className="break-words text-ink-3 text-xs">{session.user_agent ?? 'Program unknown'}</p>
        <p className="text-ink-2 text-xs">
          Since <Time at={session.created_at} />, last seen <Time at={session.last_seen_at} />, ends{' '}
          <Time at={session.expires_at} />
        </p>
      </div>
      <Button variant="danger-quiet" size="sm" icon={LogOut} disabledReason={denied} onClick={onEnd}>
        End session
      </Button>
    </li>
  );
}

/** Where somebody is signed in, and the way to end it there or everywhere. */
export function UserSessions({ user, denied }: { user: User; denied: string | null }) {
  const refresh = useRefresh('/users');
  const [asking, setAsking] = useState(false);
  /** The one to be ended. */
  const [chosen, setChosen] = useState<UserSession | null>(null);
  const query = useRecord<{ items: UserSession[] }>('/users', `/${user.id}/sessions`);
  const end = async () => {
    await apiFetch(`/users/${user.id}/sessions`, { method: 'DELETE' });
    notifyDone(`Sessions of ${user.name} ended`);
    await refresh();
  };
  const endChosen = async () => {
    if (!chosen) return;
    await apiFetch(`/users/${user.id}/sessions/${chosen.id}`, { method: 'DELETE' });
    notifyDone(`A session of ${user.name} ended`);
    await refresh();
  };
  return (
    <Loaded query={query} what="The sessions could not be loaded">
      {({ items }) => (
        <div className="flex flex-col gap-3">
          <div className="flex flex-wrap items-center justify-between gap-2">
            <p className="text-ink-2 text-sm">
              {items.length === 0 ? 'Signed in nowhere.' : `Signed in ${formatCount(items.length, 'time')}.`}
            </p>
            <Button
              variant="danger-quiet"
              icon={LogOut}
              disabledReason={denied ?? (items.length === 0 ? 'There is no session to end' : null)}
              onClick={() => setAsking(true)}
            >
              End all sessions
            </Button>
          </div>
          {items.length === 0 ? null : (
            <ul className="w-full divide-y rounded-panel border bg-panel">
              {items.map((session) => (
                <Session
                  key={session.id}
                  session={session}
                  denied={denied}
                  onEnd={() => setChosen(session)}
                />
              ))}
            </ul>
          )}
          <ConfirmDialog
            open={asking}
            onClose={() => setAsking(false)}
            title={`End all sessions of ${user.name}`}
            consequences={`${formatCount(items.length, 'session')} of browsers and tokens ${items.length === 1 ? 'ends' : 'end'} at once${items.some(({ current }) => current) ? ', this one too' : ''}. The user may sign in again.`}
            action="End all sessions"
            onConfirm={end}
          />
          <ConfirmDialog
            open={chosen !== null}
            onClose={() => setChosen(null)}
            title={`End a session of ${user.name}`}
            consequences={chosen ? consequencesOf(chosen) : null}
            action="End session"
            onConfirm={endChosen}
          />
        </div>
      )}
    </Loaded>
  );
}
