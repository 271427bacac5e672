import type { Target } from '../connection.ts';
import { openLoop } from '../open-loop.ts';
import type { Product } from '../product.ts';
import type { Line } from '../report.ts';
import { countStatements, resetStatements } from '../statement-count.ts';
import { addSink, arrayText, eventText, settle } from '../workload.ts';

const SECONDS = 20;
const ARRAY = 100;
const MAX = 2;

/** SQL statements per event from its acceptance to its delivery, everything that runs by the clock included. */
export async function measureStatements(product: Product, target: Target): Promise<Line[]> {
  const sink = await addSink(product);
  const lines: Line[] = [];
  for (const { words, perSecond, body } of [
    { words: 'single events', perSecond: 1_000, body: eventText() },
    { words: `arrays of ${ARRAY}`, perSecond: 1_000 / ARRAY, body: arrayText(ARRAY) },
  ]) {
    await settle(product);
    await resetStatements(product);
    const sent = await openLoop({ ...target, bodyOf: () => body }, { perSecond, seconds: SECONDS });
    await settle(product);
    const events = SECONDS * 1_000;
    const perEvent = (await countStatements(product)) / events;
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
