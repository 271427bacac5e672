import { closedLoop, type Throughput } from '../closed-loop.ts';
import type { Target } from '../connection.ts';
import { percentile } from '../percentile.ts';
import type { Product } from '../product.ts';
import { type Line, ms } from '../report.ts';
import { countStatements, resetStatements } from '../statement-count.ts';
import { startEmptyNext } from '../yardsticks.ts';
import { makeAsker } from './asker.ts';

const LOOP = { connections: 32, seconds: 4 };
const ROUNDS = 5;
const MIN_RATIO = 6;
const MAX_P99_MS = 10;
/** Each process looks for changes four times a second, whoever asks. */
const POLLS_PER_SECOND = 4;

const rate = (value: number): string => `${Math.round(value).toLocaleString('en')}/s`;
const middle = (all: readonly Throughput[], of: (one: Throughput) => number): number =>
  percentile(all.map(of), 0.5);

/** Token validation and a permission query, warm, in turns with a handler of the framework that does nothing. */
export async function measureValidation(product: Product): Promise<Line[]> {
  const asker = await makeAsker(product);
  const empty = await startEmptyNext();
  const asked: Readonly<Record<string, Target>> = {
    'token validation': asker.validation,
    'permission query validation, warm': asker.query,
  };
  const idle = product.pauseWorker();
  const taken: Record<string, Throughput[]> = { empty: [] };
  try {
    for (let round = 0; round < ROUNDS; round++) {
      taken.empty?.push(await empty.ask(LOOP));
      for (const [name, target] of Object.entries(asked))
        taken[name] = [...(taken[name] ?? []), await closedLoop({ ...target, body: '' }, LOOP)];
    }
    await resetStatements(product);
    const counted = await closedLoop({ ...asker.query, body: '' }, { ...LOOP, warmUpSeconds: 0 });
    const statements = await countStatements(product);
    const asks = Math.round(counted.perSecond * LOOP.seconds);
    return [
      line('empty Next route handler', taken.empty ?? []),
      ...Object.keys(asked).flatMap((name) => ratioLines(name, taken[name] ?? [], taken.empty ?? [])),
      {
        measure: `SQL statements in ${asks.toLocaleString('en')} warm permission queries, those of looking for changes included`,
        figure: String(statements),
        target: `<= ${POLLS_PER_SECOND * (LOOP.seconds + 1) * 2}`,
        holds: statements <= POLLS_PER_SECOND * (LOOP.seconds + 1) * 2,
      },
    ];
  } finally {
    idle();
    await empty.stop();
  }
}

const line = (measure: string, all: readonly Throughput[]): Line => ({
  measure: `${measure}, ${LOOP.connections} connections: middle of ${all.length} rounds`,
  figure: `${rate(middle(all, ({ perSecond }) => perSecond))}, p50 ${ms(middle(all, ({ p50Ms }) => p50Ms))}, p99 ${ms(middle(all, ({ p99Ms }) => p99Ms))}`,
});

function ratioLines(name: string, all: readonly Throughput[], empty: readonly Throughput[]): Line[] {
  const ratios = all.map(({ perSecond }, round) => perSecond / (empty[round]?.perSecond ?? Number.NaN));
  const ratio = percentile(ratios, 0.5);
  const p99 = middle(all, ({ p99Ms }) => p99Ms);
  return [
    line(name, all),
    {
      measure: `${name} over the empty handler: middle of the rounds; p99`,
      figure: `${ratio.toFixed(2)} x (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}); ${ms(p99)}`,
      target: `>= ${MIN_RATIO} x; <= ${MAX_P99_MS} ms`,
      holds: ratio >= MIN_RATIO && p99 <= MAX_P99_MS,
    },
  ];
}
