import { shellQuoted } from '#lib/format/shell-quoted.ts';
import type { DescribedEvent } from '#lib/pipeline/schema.ts';

/** The one thing that is filled in by whoever runs the command: no token is ever written into it. */
const AUTHORIZATION = '-H "Authorization: Bearer $TOKEN"';

type Sent = Pick<DescribedEvent, 'session_id' | 'category' | 'name' | 'timestamp' | 'data' | 'data_withheld'>;

/** Why an event cannot be written as a call; null when it can. */
export const curlDenial = (event: Sent): string | null =>
  event.data_withheld === null ? null : 'Its content is not shown';

/**
 * The call that would send this event again, with its content as it is shown: masked. The sender's own id stays out,
 * because under that id the event would be taken for the one that is there.
 */
export function sendAgainCurl(origin: string, event: Sent): string {
  const { session_id, category, name, data, timestamp } = event;
  const body = {
    ...(session_id === null ? {} : { session_id }),
    category,
    name,
    ...(data === null ? {} : { data }),
    timestamp,
  };
  return [
    `curl -sS ${shellQuoted(`${origin}/api/v1/events`)} \\`,
    `  ${AUTHORIZATION} \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  --data-raw ${shellQuoted(JSON.stringify(body))}`,
  ].join('\n');
}

/** The call that reads the list as it is filtered now, from its newest event on. */
export function listCurl(origin: string, query: Readonly<Record<string, string>>): string {
  const search = new URLSearchParams(query).toString();
  const address = `${origin}/api/v1/events${search === '' ? '' : `?${search}`}`;
  return `curl -sS ${shellQuoted(address)} \\\n  ${AUTHORIZATION}`;
}
