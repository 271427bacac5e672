import { cached } from '#lib/platform/cached.ts';
import { sha256 } from '#lib/platform/crypto.ts';
import type { PatternDefinition } from './match.ts';
import { selectActivePatterns } from './repo.ts';
import { patternKey } from './scan-protocol.ts';

const RELOAD_MS = 5_000;

type ActivePatterns = { definitions: PatternDefinition[]; setVersion: string };

async function load(): Promise<ActivePatterns> {
  const definitions = await selectActivePatterns();
  const names = definitions.map(patternKey).sort();
  return { definitions, setVersion: sha256(names.join()).toString('hex').slice(0, 12) };
}

/** The patterns in force and the version of their set: the same patterns at the same versions give the same one. */
export const activePatterns = cached('pattern', RELOAD_MS, load);
