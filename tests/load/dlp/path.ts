import { mixedText } from '#lib/dlp/sample-text.ts';
import type { Target } from '../connection.ts';
import { openLoop } from '../open-loop.ts';
import { percentile } from '../percentile.ts';
import type { Product } from '../product.ts';
import { type Line, ms } from '../report.ts';
import { deliveredMs } from '../sample-delivery.ts';
import { addSink, settle } from '../workload.ts';

/** The second is where the promise lies; the first says what scanning adds where the machine has room. */
const RATES = [
  { perSecond: 300, seconds: 10 },
  { perSecond: 1_000, seconds: 10 },
];
const PROMISED_PER_SECOND = 1_000;
const ROUNDS = 5;
/** Every change is compiled in every process, and new regexes begin slowly. */
const LOADED_MS = 12_000;
const WARM_UP = { perSecond: 500, seconds: 6 };
const EVENT_BYTES = 1_024;
const MAX_ADDED_MS = 20;
const KEEPS_UP_MS = 500;

async function switchPatterns(product: Product, ids: string[], enabled: boolean): Promise<void> {
  for (const id of ids) await product.call('PATCH', `/api/v1/patterns/${id}`, { enabled });
  await new Promise((resolve) => setTimeout(resolve, LOADED_MS));
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
  const p95 = RATES.map(() => ({ with: [] as number[], without: [] as number[] }));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const name of ['with', 'without'] as const) {
      await switchPatterns(product, ids, name === 'with');
      await openLoop(asked, WARM_UP);
      await settle(product);
      for (const [at, rate] of RATES.entries()) {
        const sent = await openLoop(asked, rate);
        await settle(product);
        p95[at]?.[name].push(percentile(await deliveredMs(sent, sink), 0.95));
      }
    }
  }
  await switchPatterns(product, ids, true);
  await sink.remove();
  return RATES.flatMap(({ perSecond }, at) =>
    toLines(perSecond, p95[at] ?? { with: [], without: [] }, ids.length),
  );
}

function toLines(perSecond: number, p95: { with: number[]; without: number[] }, patterns: number): Line[] {
  const added = percentile(
    p95.with.map((value, round) => value - (p95.without[round] ?? Number.NaN)),
    0.5,
  );
  const promised = perSecond === PROMISED_PER_SECOND;
  // Where the product does not keep up without patterns either, a difference says nothing.
  const keepsUp = Math.max(...p95.without) < KEEPS_UP_MS;
  return [
    {
      measure: `${perSecond.toLocaleString('en')} events/s of 1 KiB, accept to delivered, p95 of ${ROUNDS} rounds: ${patterns} patterns; none`,
      figure: `${p95.with.map(ms).join(', ')}; ${p95.without.map(ms).join(', ')}`,
    },
    {
      measure: 'the same: added p95, middle of the rounds',
      figure: ms(added),
      ...(promised && { target: `<= ${MAX_ADDED_MS} ms`, holds: keepsUp && added <= MAX_ADDED_MS }),
    },
  ];
}
