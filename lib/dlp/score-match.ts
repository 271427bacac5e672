import type { CompiledPattern } from './compile-pattern.ts';
import type { Effect } from './match.ts';
import type { PatternInput } from './schema.ts';
import type { Candidate } from './validators/candidate.ts';
import { validators } from './validators.ts';

/** The names above a value in its document, split into words: its own key and the one above that. */
export type KeyWords = { own: string; parent: string };

export type Score = { confidence: number; reasons: string[]; steps: { by: number; reason: string }[] };

const IDENTIFIER_KEY =
  /\b(?:uuid|guid|sha\d*|md5|hash|etag|checksum|timestamp|time|date|tracking|order|invoice|imei|isbn|ean|sku|trace|span|request|commit)\b/i;

/** Runs the validators, then weighs what stands near the value. Null when a validator drops it. */
export function scoreMatch(
  { definition, context }: CompiledPattern,
  candidate: Candidate,
  key: KeyWords | null,
): Score | null {
  const steps: Score['steps'] = [];
  for (const name of definition.validators) {
    const check = validators[name](candidate);
    if (check.drop) return null;
    steps.push(...check.steps);
  }
  steps.push(...contextSteps(context, candidate, key));
  const confidence = steps.reduce((sum, { by }) => sum + by, definition.confidence);
  return {
    confidence: Math.min(5, Math.max(1, confidence)),
    reasons: steps.map(({ reason }) => reason),
    steps,
  };
}

function contextSteps(context: RegExp | null, { before, after }: Candidate, key: KeyWords | null) {
  const own = context?.exec(key?.own ?? '')?.[0];
  if (own !== undefined) return [{ by: 2, reason: `key ${own}` }];
  const steps: { by: number; reason: string }[] = [];
  const parent = context?.exec(key?.parent ?? '')?.[0];
  const near = context?.exec(before)?.[0] ?? context?.exec(after)?.[0];
  if (parent !== undefined) steps.push({ by: 1, reason: `key ${parent}` });
  else if (near !== undefined) steps.push({ by: 1, reason: `context word ${near.toLowerCase()}` });
  const identifier = context === null ? undefined : IDENTIFIER_KEY.exec(key?.own ?? '')?.[0];
  if (identifier !== undefined) steps.push({ by: -1, reason: `key ${identifier}` });
  return steps;
}

/** What the pattern may cause at this confidence: nothing in a dry run, at most an alert while alerting. */
export function effectOf(definition: PatternInput, confidence: number): Effect {
  if (confidence < definition.min_confidence || definition.state === 'dry_run') return 'none';
  if (definition.state === 'draft') return 'none';
  if (definition.state === 'alerting' && definition.action !== 'log') return 'alert';
  return definition.action;
}
