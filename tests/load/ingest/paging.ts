import type { Target } from '../connection.ts';
import { openLoop } from '../open-loop.ts';
import type { Product } from '../product.ts';
import type { Line } from '../report.ts';
import { asObserver, eventText, settle } from '../workload.ts';

const PER_SECOND = 1_000;
const SECONDS = 120;
const PAGES = 10;

type Item = { id: string; timestamp: string };
type Walk = { beganMs: number; items: Item[] };
type Page = { items: Item[]; next: string | null };

async function walk(product: Product): Promise<Walk> {
  const beganMs = Date.now();
  const items: Item[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < PAGES; page++) {
    const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const answer: Page = await product.call<Page>('GET', `/api/v1/events?limit=100${query}`);
    items.push(...answer.items);
    cursor = answer.next;
    if (cursor === null) break;
  }
  return { beganMs, items };
}

const keyOf = ({ timestamp, id }: Item): string => `${timestamp} ${id}`;

/** Rows that come twice, or that were answered before the walk began, lie between its first and its last, and are missing. */
function faultsOf({ beganMs, items }: Walk, answered: readonly (Item & { answeredAtMs: number })[]) {
  const seen = new Set(items.map(({ id }) => id));
  const keys = items.map(keyOf);
  const [newest = '', oldest = ''] = [keys[0], keys.at(-1)];
  const between = answered.filter(
    (event) => event.answeredAtMs < beganMs && keyOf(event) <= newest && keyOf(event) >= oldest,
  );
  return {
    repeats: items.length - seen.size,
    gaps: between.filter(({ id }) => !seen.has(id)).length,
    disorder: keys.filter((key, i) => i > 0 && key >= (keys[i - 1] as string)).length,
  };
}

/** Reads ten pages, again and again, while events come in. */
export async function measurePaging(product: Product, target: Target): Promise<Line[]> {
  let isOver = false;
  const sending = openLoop(
    { ...target, bodyOf: () => eventText() },
    { perSecond: PER_SECOND, seconds: SECONDS },
  ).finally(() => {
    isOver = true;
  });
  const walks: Walk[] = [];
  while (!isOver) walks.push(await walk(product));
  const sent = await sending;
  const timestamps = await asObserver(product, async (client) => {
    const { rows } = await client.query<{ id: string; occurred_at: Date }>(
      'SELECT id, occurred_at FROM events WHERE id = ANY($1::uuid[])',
      [sent.flatMap(({ ids }) => ids)],
    );
    return new Map(rows.map((row) => [row.id, row.occurred_at.toISOString()]));
  });
  const answered = sent.flatMap(({ ids, sentAtMs, acceptMs }) =>
    ids.map((id) => ({
      id,
      timestamp: timestamps.get(id) ?? 'not stored',
      answeredAtMs: sentAtMs + acceptMs,
    })),
  );
  const faults = walks.map((one) => faultsOf(one, answered));
  const sum = (name: 'repeats' | 'gaps' | 'disorder'): number =>
    faults.reduce((total, fault) => total + fault[name], 0);
  const refused = sent.length - answered.length;
  await settle(product);
  return [
    {
      measure: `${PER_SECOND.toLocaleString('en')} events/s for ${SECONDS} s, the list read ${PAGES} pages deep ${walks.length} times: repeats, gaps, out of order, refused`,
      figure: `${sum('repeats')}, ${sum('gaps')}, ${sum('disorder')}, ${refused}`,
      target: '0, 0, 0, 0',
      holds: sum('repeats') + sum('gaps') + sum('disorder') + refused === 0,
    },
  ];
}
