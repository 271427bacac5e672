import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { mintClientToken } from '#lib/clients/mint-client-token.ts';
import { closedLoop, type Throughput } from '#tests/load/closed-loop.ts';
import { describeMachine } from '#tests/load/machine.ts';
import { openLoop } from '#tests/load/open-loop.ts';
import { percentile } from '#tests/load/percentile.ts';
import { type Product, startProduct } from '#tests/load/product.ts';
import { startSink } from '#tests/load/sink.ts';

const YARDSTICK = 'tests/load/empty-next';
const CONNECTIONS = 32;
const SECONDS = 15;
const RATE = { perSecond: 200, seconds: 30 };
const DELIVERY_PATIENCE_MS = 15_000;

const event = (id: string | undefined): string =>
  JSON.stringify({
    id,
    name: 'order.paid',
    category: 'checkout',
    session_id: 'session-1',
    data: {
      order: 1001,
      amount: 12.5,
      currency: 'EUR',
      note: 'a note of ordinary length, nothing in it to find',
    },
  });

async function run(command: string, args: string[]): Promise<void> {
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}`);
}

async function measureYardstick(): Promise<Throughput> {
  await run('next', ['build', YARDSTICK]);
  const server = fork(`${YARDSTICK}/server.ts`, { env: { ...process.env, NODE_ENV: 'production' } });
  const [{ port }] = (await once(server, 'message')) as [{ port: number }];
  const headers = { 'content-type': 'application/json' };
  const url = `http://127.0.0.1:${port}/empty`;
  const result = await closedLoop(
    { url, headers, body: event(undefined) },
    { connections: CONNECTIONS, seconds: SECONDS },
  );
  server.disconnect();
  return result;
}

async function authorised(product: Product): Promise<Record<string, string>> {
  const client = await product.call<{ client_id: string; secret_key: string }>('POST', '/api/v1/clients', {
    name: 'Benchmark',
  });
  const { client_id: clientId, secret_key: secretKey } = client;
  const token = mintClientToken({ clientId, secretKey, lifetimeSeconds: 3600 });
  return { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
}

type Delivery = { accept: number[]; delivered: number[]; lost: number; refused: number };

async function measureDelivery(product: Product, headers: Record<string, string>): Promise<Delivery> {
  const sink = await startSink();
  await product.call('POST', '/api/v1/destinations', {
    name: 'Benchmark sink',
    kind: 'http',
    concurrency: 32,
    config: { url: `http://127.0.0.1:${sink.port}/` },
  });
  const target = { url: `${product.url}/api/v1/events`, headers, bodyOf: (key: string) => event(key) };
  await openLoop(target, { perSecond: 50, seconds: 3 });
  const sent = await openLoop(target, RATE);
  const accepted = sent.filter(({ status }) => status === 202);
  const until = performance.now() + DELIVERY_PATIENCE_MS;
  while (performance.now() < until && !accepted.every(({ key }) => sink.arrivedAtMs.has(key)))
    await pause(100);
  sink.close();
  const delivered = accepted.flatMap(({ key, sentAtMs }) => {
    const atMs = sink.arrivedAtMs.get(key);
    return atMs === undefined ? [] : [atMs - sentAtMs];
  });
  return {
    accept: accepted.map(({ acceptMs }) => acceptMs),
    delivered,
    lost: accepted.length - delivered.length,
    refused: sent.length - accepted.length,
  };
}

const ms = (value: number): string => `${value.toFixed(1)} ms`;
const perSecond = ({ perSecond: rate }: Throughput): string => `${Math.round(rate).toLocaleString('en')}/s`;
const verdict = (holds: boolean): string => (holds ? 'holds' : 'MISSED');

function print(rows: string[][]): void {
  const widths = rows[0]?.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0))) ?? [];
  for (const row of rows) console.log(`| ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`);
}

console.log('Measuring an empty route handler …');
const empty = await measureYardstick();
const sinkAllow = '127.0.0.0/8';
console.log('Starting the product …');
const product = await startProduct({ allow: sinkAllow });
try {
  const headers = await authorised(product);
  console.log('Measuring single events, each durable before its answer …');
  const url = `${product.url}/api/v1/events`;
  const options = { connections: CONNECTIONS, seconds: SECONDS };
  const goOn = product.pauseWorker();
  const single = await closedLoop({ url, headers, body: event(undefined) }, options);
  goOn();
  await settle(product);
  const beside = await closedLoop({ url, headers, body: event(undefined) }, options);
  await settle(product);
  console.log(`Measuring ${RATE.perSecond} events/s for ${RATE.seconds} s, accepted and delivered …`);
  const { accept, delivered, lost, refused } = await measureDelivery(product, headers);
  const ratio = single.perSecond / empty.perSecond;
  const [accept95, delivered95] = [percentile(accept, 0.95), percentile(delivered, 0.95)];
  console.log(`\n${(await describeMachine(product.databaseUrl)).join('\n')}\n`);
  print([
    ['measure', 'figure', 'target', ''],
    ['---', '---', '---', '---'],
    [
      `empty Next route handler, ${CONNECTIONS} connections`,
      `${perSecond(empty)}, p99 ${ms(empty.p99Ms)}`,
      '',
      '',
    ],
    ['single events, durable, one process', `${perSecond(single)}, p99 ${ms(single.p99Ms)}`, '', ''],
    ['the same while the worker processes them', `${perSecond(beside)}, p99 ${ms(beside.p99Ms)}`, '', ''],
    ['single events over the empty handler', `${ratio.toFixed(2)} x`, '>= 3 x', verdict(ratio >= 3)],
    [
      `accept at ${RATE.perSecond}/s: p50, p95`,
      `${ms(percentile(accept, 0.5))}, ${ms(accept95)}`,
      'p95 <= 15 ms',
      verdict(accept95 <= 15),
    ],
    [
      `accept to delivered at ${RATE.perSecond}/s: p50, p95`,
      `${ms(percentile(delivered, 0.5))}, ${ms(delivered95)}`,
      'p95 <= 250 ms',
      verdict(delivered95 <= 250),
    ],
    [
      'accepted but not delivered; refused',
      `${lost}; ${refused + single.refused}`,
      '0; 0',
      verdict(lost + refused + single.refused === 0),
    ],
  ]);
} finally {
  await product.stop();
}

/** Lets the worker catch up with the flood of the measure before, so that it does not stand in the next one. */
async function settle({ call }: Product): Promise<void> {
  for (let i = 0; i < 300; i++) {
    const { items } = await call<{ items: unknown[] }>('GET', '/api/v1/events?status=accepted&limit=1');
    if (items.length === 0) return;
    await pause(1_000);
  }
  throw new Error('The worker did not catch up within five minutes.');
}
