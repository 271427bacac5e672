'use client';

import { Badge } from '#components/ui/badge.tsx';
import { useClock } from '#components/ui/clock.ts';
import { Time } from '#components/ui/time.tsx';
import { Tooltip } from '#components/ui/tooltip.tsx';
import type { Client } from '#lib/clients/schema.ts';

export function SecretTraces({ client }: { client: Client }) {
  if (client.secrets.length === 0) return <span className="text-ink-3">none</span>;
  return client.secrets.map((secret) => (
    <code key={secret.id} translate="no" className="mr-2 text-xs">
      {secret.prefix}…{secret.last_four}
    </code>
  ));
}

/** So many categories stand in a row of the list. */
const SHOWN = 3;

export function Categories({ client }: { client: Client }) {
  const { allowed_categories: names } = client;
  if (names.length === 0) return <span className="text-ink-3">every category</span>;
  const more = names.length - SHOWN;
  return (
    <Tooltip content={more > 0 ? names.join(', ') : null}>
      <span className="font-mono text-xs">
        {names.slice(0, SHOWN).join(', ')}
        {more > 0 ? <span className="font-sans text-ink-3"> and {more} more</span> : null}
      </span>
    </Tooltip>
  );
}

/** "never", the time, or that it is over. */
export function Expiry({ at }: { at: string | null }) {
  const over = useClock((now) => at !== null && new Date(at).getTime() <= now, false);
  return over ? (
    <span className="inline-flex items-center gap-2">
      <Badge tone="block">Expired</Badge> <Time at={at} />
    </span>
  ) : (
    <Time at={at} never="never" />
  );
}
