'use client';

import { Loaded } from '#components/record/loaded.tsx';
import { useRecord } from '#components/record/use-record.ts';
import { Time } from '#components/ui/time.tsx';
import { Tooltip } from '#components/ui/tooltip.tsx';
import type { UserGrant } from '#lib/auth/authz/schema.ts';
import type { PermissionWords } from './role-fields.tsx';

const EVERYTHING = 'all_all';

const wordsOf = ({ role, through }: UserGrant): string =>
  role === null ? 'given directly' : through === null ? `role ${role}` : `role ${through}, from ${role}`;

function Way({ grant }: { grant: UserGrant }) {
  return (
    <span className="block text-ink-2 text-xs">
      {wordsOf(grant)}
      {grant.expires_at ? (
        <>
          , until <Time at={grant.expires_at} exact />
        </>
      ) : null}
    </span>
  );
}

/** All that somebody may do, with every way in which he may. */
export function UserGrants({ userId, words }: { userId: string; words: PermissionWords }) {
  const query = useRecord<{ items: UserGrant[] }>('/users', `/${userId}/grants`, { fresh: true });
  return (
    <Loaded query={query} what="What this person may do could not be loaded">
      {({ items }) => {
        const byName = [...Map.groupBy(items, ({ permission }) => permission)];
        if (byName.length === 0)
          return <p className="text-ink-2">Nothing: no role, and nothing given directly.</p>;
        return (
          <ul aria-label="May do" className="divide-y rounded-panel border">
            {byName.map(([name, ways]) => (
              <li key={name} className="flex items-start justify-between gap-4 px-3 py-1.5">
                <Tooltip content={words[name]}>
                  <code className="text-xs leading-5">{name === EVERYTHING ? 'everything' : name}</code>
                </Tooltip>
                <span className="text-right">
                  {ways.map((way) => (
                    <Way key={`${way.role} ${way.through} ${way.expires_at}`} grant={way} />
                  ))}
                </span>
              </li>
            ))}
          </ul>
        );
      }}
    </Loaded>
  );
}
