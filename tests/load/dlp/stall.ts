import type { PatternDefinition } from '#lib/dlp/match.ts';
import { createScanPool } from '#lib/dlp/scan-pool.ts';
import { PatternInput } from '#lib/dlp/schema.ts';
import { percentile } from '../percentile.ts';
import { type Line, ms } from '../report.ts';
import { shipped } from './engine.ts';

const MAX_STALL_MS = 100;
/** As the product sets it. */
const POOL = { size: 2, timeoutMs: 50 };
const EVERY_MS = 2;
const QUIET_MS = 3_000;

/** Patterns that can be saved and take for ever in a backtracking engine, each with a text that makes them. */
const ATTACKS: readonly [regex: string, text: string][] = [
  ['(a+)+$', `${'a'.repeat(28)}!`],
  ['(a+)+$', `${'a'.repeat(50_000)}!`],
  ['^(([a-z])+.)+[A-Z]([a-z])+$', 'a'.repeat(40)],
  ['(x+x+)+y', 'x'.repeat(5_000)],
  [String.raw`\s+$`, `${' '.repeat(50_000)}x`],
  ['^(.*?,){11}P', 'field,'.repeat(25)],
  ['[a-z0-9]+@[a-z0-9]+', 'a'.repeat(60_000)],
  ['(a|aa)+$', `${'a'.repeat(60)}!`],
  [String.raw`^(\w+\s?)*$`, `${'word '.repeat(40)}!`],
];

const definitionOf = (regex: string, at: number): PatternDefinition => ({
  ...PatternInput.parse({ name: `Attack ${at}`, regex }),
  id: `0199a1c0-7d02-7000-8000-${String(at).padStart(12, '0')}`,
  version: 1,
});

/** Small scans go on while each attack is made once: how long does the slowest of them take? */
export async function measureStall(): Promise<Line[]> {
  const pool = createScanPool(POOL);
  await pool.load([...shipped, ...ATTACKS.map(([regex], at) => definitionOf(regex, at))], '1');
  const small = { subject: { kind: 'event' as const }, document: { note: 'paid with 4111 1111 1111 1111' } };
  const waits: number[] = [];
  let stopped = false;
  const others = (async () => {
    const under: Promise<unknown>[] = [];
    while (!stopped) {
      const startedAt = performance.now();
      under.push(pool.scan([small]).then(() => waits.push(performance.now() - startedAt)));
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
    await Promise.all(under);
  })();
  await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
  const quiet = waits.splice(0);
  for (const [, text] of ATTACKS) await pool.scan([{ subject: { kind: 'event' }, document: { text } }]);
  stopped = true;
  await others;
  const turned = pool.linearOnly().length;
  const longest = Math.max(...waits);
  await pool.close();
  return [
    {
      measure: `${ATTACKS.length} attacks on ${ATTACKS.length} patterns that can be saved, ${turned} of which went on in linear time: longest stall of ${waits.length} other scans`,
      figure: `${ms(longest)} (p50 ${ms(percentile(waits, 0.5))}; without attacks longest ${ms(Math.max(...quiet))})`,
      target: `<= ${MAX_STALL_MS} ms`,
      holds: longest <= MAX_STALL_MS,
    },
  ];
}
