'use client';

import { Badge } from '#components/ui/badge.tsx';
import { useClock } from '#components/ui/clock.ts';
import { Time } from '#components/ui/time.tsx';
import type { Client } from '#lib/clients/schema.ts';

export function SecretTraces({ client }: { client: Client }) {
  if (client.secrets.length === 0) return <span className="text-ink-3">none</span>;
  return client.secrets.map((secret) => (
    <code key={secret.id} translate="no" className="mr-2 text-xs">
      {secret.prefix}…{secret.last_four}
    </code>
  ));
}

export function Categories({ client }: { client: Client }) {
  const { allowed_categories: names } = client;
  if (names.length === 0) return <span className="text-ink-3">every category</span>;
  return <span className="font-mono text-xs">{names.join(', ')}</span>;
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
