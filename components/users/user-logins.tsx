'use client';

import { Globe, KeyRound } from 'lucide-react';
import { useState } from 'react';
import { Loaded } from '#components/record/loaded.tsx';
import { useRecord } from '#components/record/use-record.ts';
import { Button } from '#components/ui/button.tsx';
import { Time } from '#components/ui/time.tsx';
import type { UserLogin } from '#lib/auth/schema.ts';

type Logins = { items: UserLogin[]; next: string | null; prev: string | null };

/** When and from where somebody signed in, page by page. */
export function UserLogins({ userId }: { userId: string }) {
  const [cursor, setCursor] = useState<string | null>(null);
  const page = new URLSearchParams({ limit: '20', ...(cursor === null ? {} : { cursor }) });
  const query = useRecord<Logins>('/users', `/${userId}/logins?${page}`, { fresh: true });
  return (
    <Loaded query={query} what="The sign-ins could not be loaded">
      {({ items, next, prev }) =>
        items.length === 0 ? (
          <p className="text-ink-2 text-sm">No sign-in in the last 400 days.</p>
        ) : (
          <div className="flex flex-col gap-3">
            <ul aria-label="Sign-ins" className="w-full divide-y rounded-panel border bg-panel">
              {items.map(({ uuid, time, kind, ip_address, user_agent }) => {
                const Icon = kind === 'console' ? Globe : KeyRound;
                return (
                  <li key={uuid} className="flex items-start gap-2 px-3 py-2">
                    <Icon
                      size={16}
                      aria-label={kind === 'console' ? 'Browser' : 'API token'}
                      className="mt-0.5 text-ink-3"
                    />
                    <div className="min-w-0 flex-1">
                      <p className="flex flex-wrap items-center gap-x-2 text-sm">
                        <Time at={time} exact />
                        <code className="text-xs">{ip_address ?? 'address unknown'}</code>
                      </p>
                      <p className="break-words text-ink-3 text-xs">{user_agent ?? 'Program unknown'}</p>
                    </div>
                  </li>
                );
              })}
            </ul>
            <div className="flex gap-2">
              <Button
                size="sm"
                disabledReason={prev === null ? 'These are the latest' : null}
                onClick={() => setCursor(prev)}
              >
                Later
              </Button>
              <Button
                size="sm"
                disabledReason={next === null ? 'There are no earlier ones' : null}
                onClick={() => setCursor(next)}
              >
                Earlier
              </Button>
            </div>
          </div>
        )
      }
    </Loaded>
  );
}
