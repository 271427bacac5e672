import type { Target } from '../connection.ts';
import { openLoop } from '../open-loop.ts';
import type { Product } from '../product.ts';
import type { Line } from '../report.ts';
import { addSink, arrayText, asObserver, eventText, settle } from '../workload.ts';

const SECONDS = 20;
const ARRAY = 100;
const MAX = 2;

const reset = (product: Product): Promise<unknown> =>
  asObserver(product, async (client) => {
    await client.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
    await client.query('SELECT pg_stat_statements_reset()');
  });

/** Everything that ran in this database but what asks here; BEGIN and COMMIT are statements, too. */
const count = (product: Product): Promise<number> =>
  asObserver(product, async (client) => {
    const { rows } = await client.query<{ calls: string }>(
      `SELECT sum(calls) AS calls FROM pg_stat_statements
        WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
          AND query NOT LIKE '%pg_stat_statements%' AND query NOT LIKE '%AS busy%'`,
    );
    return Number(rows[0]?.calls ?? 0);
  });

/** SQL statements per event from its acceptance to its delivery, everything that runs by the clock included. */
export async function measureStatements(product: Product, target: Target): Promise<Line[]> {
  const sink = await addSink(product);
  const lines: Line[] = [];
  for (const { words, perSecond, body } of [
    { words: 'single events', perSecond: 1_000, body: eventText() },
    { words: `arrays of ${ARRAY}`, perSecond: 1_000 / ARRAY, body: arrayText(ARRAY) },
  ]) {
    await settle(product);
    await reset(product);
    const sent = await openLoop({ ...target, bodyOf: () => body }, { perSecond, seconds: SECONDS });
    await settle(product);
    const events = SECONDS * 1_000;
    const perEvent = (await count(product)) / events;
    const refused = sent.filter(({ status }) => status !== 202).length;
    lines.push({
      measure: `SQL statements per event, ${words} at 1,000 events/s, delivered${refused > 0 ? `; ${refused} refused` : ''}`,
      figure: perEvent.toFixed(2),
      target: `<= ${MAX}`,
      holds: perEvent <= MAX && refused === 0,
    });
  }
  await sink.remove();
  return lines;
}
