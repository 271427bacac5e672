import { builtInPatterns } from '#lib/dlp/built-in-patterns.ts';
import { type CompiledSet, compileSet, scanText } from '#lib/dlp/engine.ts';
import type { PatternDefinition } from '#lib/dlp/match.ts';
import { mixedText } from '#lib/dlp/sample-text.ts';
import { PatternInput } from '#lib/dlp/schema.ts';
import { percentile } from '../percentile.ts';
import { type Line, times } from '../report.ts';

const ROUNDS = 15;
const WARM_UP = 3;
const LOOP_PATTERNS = 50;
const MANY = 200;
const TARGET_MBPS = 40;
const MAX_CHANGE = 0.03;

export const shipped: PatternDefinition[] = builtInPatterns.map((pattern) => ({ ...pattern, version: 1 }));

/** Megabytes per second of processor time. */
function mbps(pieces: readonly string[], scan: (piece: string) => unknown): number {
  const bytes = pieces.reduce((sum, { length }) => sum + length, 0);
  const before = process.cpuUsage();
  for (const piece of pieces) scan(piece);
  const { user, system } = process.cpuUsage(before);
  return bytes / (user + system);
}

const middle = (numbers: number[]): number => percentile(numbers, 0.5);

/** Each in turn, round after round, so that a slow minute of the machine is everybody's. */
function inTurns<Name extends string>(measures: Record<Name, () => number>): Record<Name, number[]> {
  const all = Object.fromEntries(Object.keys(measures).map((name) => [name, [] as number[]])) as Record<
    Name,
    number[]
  >;
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    for (const name of Object.keys(measures) as Name[]) {
      const figure = measures[name]();
      if (round >= 0) all[name].push(figure);
    }
  }
  return all;
}

const engine = (set: CompiledSet, pieces: readonly string[]) => () =>
  mbps(pieces, (piece) => scanText(set, piece, { limit: 1_000 }));

/** One thread over mixed log and chat text, beside the ways in which scanners are usually built. */
export async function measureEngine(): Promise<Line[]> {
  const pieces = mixedText(4);
  const few = pieces.slice(0, 8);
  const loop = shipped.slice(0, LOOP_PATTERNS).map(({ regex, flags, keywords }) => ({
    regex: new RegExp(regex, `${flags}gu`),
    keywords: keywords.map((word) => word.toLowerCase()),
  }));
  const countAll = (regex: RegExp, piece: string): void => {
    for (const _ of piece.matchAll(regex));
  };
  const rounds = inTurns({
    engine: engine(compileSet(shipped), pieces),
    loop: () =>
      mbps(few, (piece) => {
        for (const { regex } of loop) countAll(regex, piece);
      }),
    includes: () =>
      mbps(few, (piece) => {
        const lower = piece.toLowerCase();
        for (const { regex, keywords } of loop) {
          if (keywords.length === 0 || keywords.some((word) => lower.includes(word))) countAll(regex, piece);
        }
      }),
  });
  const rate = middle(rounds.engine);
  const over = (name: 'loop' | 'includes') =>
    middle(rounds.engine.map((figure, round) => figure / (rounds[name][round] ?? Number.NaN)));
  return [
    {
      measure: `one thread, the shipped pack (${shipped.length} patterns), mixed log and chat text: middle of ${ROUNDS} rounds`,
      figure: `${rate.toFixed(1)} MB/s (${Math.min(...rounds.engine).toFixed(1)} to ${Math.max(...rounds.engine).toFixed(1)})`,
      target: `>= ${TARGET_MBPS} MB/s`,
      holds: rate >= TARGET_MBPS,
    },
    {
      measure: `a plain loop over ${LOOP_PATTERNS} of them, matches only`,
      figure: `${middle(rounds.loop).toFixed(1)} MB/s; the engine ${times(over('loop'))}`,
    },
    {
      measure: `the same behind includes() for each keyword and piece`,
      figure: `${middle(rounds.includes).toFixed(1)} MB/s; the engine ${times(over('includes'))}`,
    },
  ];
}

/** A pattern like many others, behind a keyword that no text holds. */
const gated = (at: number): PatternDefinition => ({
  ...PatternInput.parse({
    name: `Own ${at}`,
    regex: String.raw`\bown${at}_[A-Za-z0-9]{32}\b`,
    keywords: [`own${at}_`],
  }),
  id: `0199a1c0-7d01-7000-8000-${String(at).padStart(12, '0')}`,
  version: 1,
});

/** What one pattern more costs everybody, when there are two hundred. */
export async function measureNewPattern(): Promise<Line[]> {
  const pieces = mixedText(4);
  const many = [...shipped, ...Array.from({ length: MANY - shipped.length }, (_, at) => gated(at))];
  const rounds = inTurns({
    before: engine(compileSet(many), pieces),
    after: engine(compileSet([...many, gated(MANY)]), pieces),
  });
  const change = 1 - middle(rounds.after.map((figure, round) => figure / (rounds.before[round] ?? 1)));
  return [
    {
      measure: `${MANY} patterns, mixed text`,
      figure: `${middle(rounds.before).toFixed(1)} MB/s`,
    },
    {
      measure: `a new keyword-gated pattern when ${MANY} exist: loss in MB/s, middle of ${ROUNDS} rounds`,
      figure: `${(change * 100).toFixed(1)} %`,
      target: `<= ${MAX_CHANGE * 100} %`,
      holds: change <= MAX_CHANGE,
    },
  ];
}
