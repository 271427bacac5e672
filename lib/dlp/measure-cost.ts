import { processSingleton } from '#lib/platform/singleton.ts';
import { attackTexts } from './attack-texts.ts';
import { compileSet, shareLookedAt } from './engine.ts';
import type { PatternDefinition } from './match.ts';
import { mixedText } from './sample-text.ts';
import { createScanPool, type ScanPool } from './scan-pool.ts';
import { patternKey } from './scan-protocol.ts';
import { PatternInput } from './schema.ts';

export type PatternCost = {
  /** How fast it alone gets over ordinary text, on a machine on which a plain pattern makes 1,000 MB/s. */
  mbps: number;
  /** The share of such text that keywords or shapes leave for it to look at. */
  lookedAt: number;
  /** A text on which the fast engine overruns: it will be run by the linear one. Null when none was found. */
  attack: string | null;
};

const TIMEOUT_MS = 50;
const SAMPLE_MB = 0.25;
const ROUNDS = 3;
const ATTACK_BUDGET_MS = 1_500;
const PLAIN_MBPS = 1_000;

const definitionOf = (id: string, input: PatternInput): PatternDefinition => ({
  ...input,
  ...{ id, version: 1, enabled: true, state: 'enforcing' as const },
});
/** Looks everywhere, as a pattern without keywords and shapes does. */
const PLAIN = definitionOf(
  'plain',
  PatternInput.parse({ name: 'Plain', regex: String.raw`\b[A-Z]{3}\d{2}[A-Z]{3}\b` }),
);

type Bench = { pool: ScanPool; pieces: string[]; turn: Promise<unknown> };
const bench = (): Bench =>
  processSingleton('dlp.cost', () => ({
    pool: createScanPool({ size: 1, timeoutMs: TIMEOUT_MS }),
    pieces: mixedText(SAMPLE_MB),
    turn: Promise.resolve(),
  }));

const scan = (pool: ScanPool, text: string): Promise<unknown> =>
  pool.scan([{ subject: { kind: 'text' }, segments: [{ text, place: '' }] }]);

/** The least of several times: whatever else the machine does only adds to it. */
async function leastMs({ pool, pieces }: Bench, patterns: PatternDefinition[]): Promise<number> {
  await pool.load(patterns, 'cost');
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round += 1) {
    const startedAt = performance.now();
    for (const piece of pieces) await scan(pool, piece);
    least = Math.min(least, performance.now() - startedAt);
  }
  return least;
}

async function findAttack({ pool }: Bench, definition: PatternDefinition): Promise<string | null> {
  await pool.load([definition], 'attack');
  const until = performance.now() + ATTACK_BUDGET_MS;
  for (const text of attackTexts(definition)) {
    if (performance.now() > until) return null;
    await scan(pool, text);
    if (pool.linearOnly().includes(patternKey(definition))) return text;
  }
  return null;
}

let count = 0;

async function measure(input: PatternInput, withAttack: boolean): Promise<PatternCost> {
  const at = bench();
  count += 1;
  const definition = definitionOf(`tried ${count}`, input);
  const none = await leastMs(at, []);
  const plain = Math.max(0.01, (await leastMs(at, [PLAIN])) - none);
  const own = Math.max(0.01, (await leastMs(at, [definition])) - none);
  return {
    mbps: Math.round((PLAIN_MBPS * plain) / own),
    lookedAt: shareLookedAt(compileSet([definition]), at.pieces),
    attack: withAttack ? await findAttack(at, definition) : null,
  };
}

/** What a pattern costs, in a thread that may be ended: one at a time. @throws AppError `invalid` when it does not compile. */
export function measureCost(
  input: PatternInput,
  { withAttack }: { withAttack: boolean },
): Promise<PatternCost> {
  const at = bench();
  const result = at.turn.then(() => measure(input, withAttack));
  at.turn = result.catch(() => undefined);
  return result;
}
