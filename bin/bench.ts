import { measureDelivery } from '#tests/load/delivery.ts';
import { INGEST_PARTS } from '#tests/load/ingest.ts';
import { describeMachine } from '#tests/load/machine.ts';
import { startProduct } from '#tests/load/product.ts';
import { type Line, tableOf } from '#tests/load/report.ts';
import { eventsTarget } from '#tests/load/workload.ts';

const [suite, ...names] = process.argv.slice(2);
const known = Object.keys(INGEST_PARTS);
const strange = suite === 'ingest' ? names.filter((name) => !known.includes(name)) : [suite, ...names];
if (suite !== undefined && strange.length > 0) {
  console.error(
    `No such benchmark: ${strange.join(', ')}. There are: none named, and ingest (or parts of it: ${known.join(', ')}).`,
  );
  process.exit(64);
}
const delivery = { words: 'one event after the other', measure: measureDelivery };
const parts =
  suite === undefined
    ? [delivery]
    : Object.entries(INGEST_PARTS).flatMap(([name, part]) =>
        names.length === 0 || names.includes(name) ? [part] : [],
      );

console.log('Starting the product …');
const product = await startProduct({ allow: '127.0.0.0/8' });
try {
  const target = await eventsTarget(product);
  const lines: Line[] = [];
  for (const { words, measure } of parts) {
    console.log(`Measuring ${words} …`);
    const measured = await measure(product, target);
    console.log(tableOf(measured));
    lines.push(...measured);
  }
  console.log(`\n${(await describeMachine(product.databaseUrl)).join('\n')}\n`);
  console.log(tableOf(lines));
} finally {
  await product.stop();
}
