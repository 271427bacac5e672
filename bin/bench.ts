import { AUTH_PARTS } from '#tests/load/auth.ts';
import { measureDelivery } from '#tests/load/delivery.ts';
import { DISPATCH_PARTS } from '#tests/load/dispatch.ts';
import { DLP_PARTS } from '#tests/load/dlp.ts';
import { INGEST_PARTS } from '#tests/load/ingest.ts';
import { describeMachine } from '#tests/load/machine.ts';
import type { Parts } from '#tests/load/parts.ts';
import { startProduct } from '#tests/load/product.ts';
import { type Line, tableOf } from '#tests/load/report.ts';
import { eventsTarget } from '#tests/load/workload.ts';

const SUITES: Readonly<Record<string, Parts>> = {
  ingest: INGEST_PARTS,
  dispatch: DISPATCH_PARTS,
  dlp: DLP_PARTS,
  auth: AUTH_PARTS,
};
const DELIVERY = { words: 'one event after the other', measure: measureDelivery };

const [suite, ...names] = process.argv.slice(2);
const all: Parts | undefined = suite === undefined ? { delivery: DELIVERY } : SUITES[suite];
const strange = all ? names.filter((name) => !(name in all)) : [suite, ...names];
if (!all || strange.length > 0) {
  const known = Object.entries(SUITES).map(
    ([name, parts]) => `${name} (or parts of it: ${Object.keys(parts).join(', ')})`,
  );
  console.error(`No such benchmark: ${strange.join(', ')}. There are: none named, ${known.join('; ')}.`);
  process.exit(64);
}
const parts = Object.entries(all).flatMap(([name, part]) =>
  names.length === 0 || names.includes(name) ? [part] : [],
);

const lines: Line[] = [];
async function run(words: string, measure: () => Promise<Line[]>): Promise<void> {
  console.log(`Measuring ${words} …`);
  const measured = await measure();
  console.log(tableOf(measured));
  lines.push(...measured);
}

for (const part of parts) if ('alone' in part) await run(part.words, part.alone);
let databaseUrl: string | null = null;
if (parts.some((part) => 'measure' in part)) {
  console.log('Starting the product …');
  const product = await startProduct({ allow: '127.0.0.0/8' });
  try {
    databaseUrl = product.databaseUrl;
    const target = await eventsTarget(product);
    for (const part of parts) {
      if ('measure' in part) await run(part.words, () => part.measure(product, target));
    }
    await report();
  } finally {
    await product.stop();
  }
} else await report();

async function report(): Promise<void> {
  console.log(`\n${(await describeMachine(databaseUrl)).join('\n')}\n`);
  console.log(tableOf(lines));
}
