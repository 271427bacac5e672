import { createHash } from 'node:crypto';
import { cached } from '#lib/platform/cached.ts';
import type { PatternDefinition } from './match.ts';
import { selectActivePatterns } from './repo.ts';

const RELOAD_MS = 5_000;

export type ActivePatterns = { definitions: PatternDefinition[]; setVersion: string };

async function load(): Promise<ActivePatterns> {
  const definitions = await selectActivePatterns();
  const names = definitions.map(({ id, version }) => `${id}@${version}`).sort();
  return { definitions, setVersion: createHash('sha256').update(names.join()).digest('hex').slice(0, 12) };
}

/** The patterns in force and the version of their set: the same patterns at the same versions give the same one. */
export function activePatterns(): Promise<ActivePatterns> {
  return cached('pattern', RELOAD_MS, load)();
}
