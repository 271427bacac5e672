import { AppError } from '#lib/platform/errors.ts';
import type { PatternDefinition } from './match.ts';
import { compileEdges, type Edges } from './pattern-edges.ts';
import { type RegexFacts, readRegex } from './regex-syntax.ts';
import { compileFast, compileLinear, type RunRegex } from './run-regex.ts';
import { placeMatcher } from './scope.ts';
import { isNumber } from './validators.ts';

export type CompiledPattern = {
  definition: PatternDefinition;
  facts: RegexFacts;
  fast: RunRegex;
  linear: RunRegex;
  /** True once the fast engine overran on it: from then on only the linear one is used. */
  linearOnly: boolean;
  context: RegExp | null;
  /** Its values count without their separators. */
  isNumber: boolean;
  /** What has to stand beside a match or in its value; null when nothing is asked. */
  edges: Edges | null;
  /** Which places the pattern's scope names; null for all. */
  takesPlace: ((place: string) => boolean) | null;
};

/** Accepts only what V8 and RE2 read alike and refuses the rest by name, with a rewrite. */
export function compilePattern(definition: PatternDefinition): CompiledPattern {
  const { regex, flags } = definition;
  if (regex.length > 1000) refuse('regex', 'It is longer than 1,000 characters.');
  const facts = readRegex(regex, flags);
  if (facts.minLength === 0)
    refuse('regex', 'It can match an empty text: let it require at least one character.');
  const group = checkValueGroup(definition.value_group, facts);
  const source = { regex, flags, group };
  return {
    definition,
    facts,
    fast: attempt('V8', () => compileFast(source)),
    linear: attempt('RE2', () => compileLinear(source)),
    linearOnly: false,
    context: contextExpression(definition.context_words),
    isNumber: isNumber(definition.validators),
    edges: compileEdges(definition),
    takesPlace: placeMatcher(definition.scope.paths),
  };
}

function checkValueGroup(wanted: string | number | null, { groups }: RegexFacts): string | number {
  if (wanted === null) return 0;
  const group = typeof wanted === 'number' ? groups[wanted - 1] : groups.find(({ name }) => name === wanted);
  if (group === undefined) refuse('value_group', `The pattern has no group ${wanted}.`);
  if (group.repeated) {
    refuse('value_group', `Group ${wanted} stands inside a repeat: put the repeat inside the group.`);
  }
  if (group.minLength === 0) {
    refuse('value_group', `Group ${wanted} can match nothing: let it require at least one character.`);
  }
  return wanted;
}

function attempt(engine: string, compile: () => RunRegex): RunRegex {
  try {
    return compile();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.replace(/^.*:\s/, '') : 'unknown construct';
    return refuse('regex', `${engine} does not take it: ${reason}.`, cause);
  }
}

/** Whole words only, in any script: "lic" is no context in "duplicate". */
function contextExpression(words: string[]): RegExp | null {
  if (words.length === 0) return null;
  const choices = words.map((word) => RegExp.escape(word)).join('|');
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${choices})(?![\\p{L}\\p{N}])`, 'iu');
}

function refuse(path: string, message: string, cause?: unknown): never {
  throw new AppError('invalid', `The pattern cannot be used: ${message}`, {
    cause,
    details: { errors: [{ path, message }] },
  });
}
