import { mixedText } from '#lib/dlp/sample-text.ts';
import type { Target } from '../connection.ts';
import { openLoop } from '../open-loop.ts';
import { percentile } from '../percentile.ts';
import type { Product } from '../product.ts';
import { type Line, ms } from '../report.ts';
import { deliveredMs } from '../sample-delivery.ts';
import { addSink, settle } from '../workload.ts';

const RATE = { perSecond: 1_000, seconds: 20 };
const ROUNDS = 3;
const EVENT_BYTES = 1_024;
const MAX_ADDED_MS = 20;

async function switchPatterns(product: Product, ids: string[], enabled: boolean): Promise<void> {
  for (const id of ids) await product.call('PATCH', `/api/v1/patterns/${id}`, { enabled });
  // At work in every process within a second.
  await new Promise((resolve) => setTimeout(resolve, 2_000));
}

async function enabledPatterns(product: Product): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const page: { items: { id: string }[]; next: string | null } = await product.call(
      'GET',
      `/api/v1/patterns?enabled=true&limit=100${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.next;
  } while (cursor !== null);
  return ids;
}

/** Log and chat lines of about a kibibyte in each event; some hold something to find. */
function bodies(): (id?: string) => string {
  const text = mixedText(2).join('');
  let at = 0;
  return (id) => {
    at = (at + EVENT_BYTES) % (text.length - EVENT_BYTES);
    const note = text.slice(at, at + EVENT_BYTES - 200);
    return JSON.stringify({ id, name: 'log.written', category: 'logs', session_id: 's-1', data: { note } });
  };
}

/** The whole path with and without patterns, in turns. */
export async function measurePath(product: Product, target: Target): Promise<Line[]> {
  const sink = await addSink(product);
  const ids = await enabledPatterns(product);
  const asked = { ...target, bodyOf: bodies() };
  const p95: { with: number[]; without: number[] } = { with: [], without: [] };
  let lost = 0;
  await openLoop(asked, { perSecond: 500, seconds: 10 });
  await settle(product);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const name of ['with', 'without'] as const) {
      await switchPatterns(product, ids, name === 'with');
      const sent = await openLoop(asked, RATE);
      await settle(product);
      const delivered = await deliveredMs(sent, sink);
      lost += sent.length - delivered.length;
      p95[name].push(percentile(delivered, 0.95));
    }
  }
  await switchPatterns(product, ids, true);
  await sink.remove();
  const added = p95.with.map((value, round) => value - (p95.without[round] ?? Number.NaN));
  const middle = percentile(added, 0.5);
  return [
    {
      measure: `1,000 events/s of 1 KiB, accept to delivered, p95: ${ids.length} patterns; none; not delivered`,
      figure: `${p95.with.map(ms).join(', ')}; ${p95.without.map(ms).join(', ')}; ${lost}`,
    },
    {
      measure: `the same: added p95, middle of ${ROUNDS} rounds`,
      figure: ms(middle),
      target: `<= ${MAX_ADDED_MS} ms`,
      holds: middle <= MAX_ADDED_MS,
    },
  ];
}
