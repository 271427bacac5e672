import { RE2JS } from 're2js';
import { AppError } from '#lib/platform/errors.ts';
import { readRegex } from './regex-syntax.ts';
import { compileFast, type Hit, linearFlags } from './run-regex.ts';
import type { CharacterKind, PatternInput } from './schema.ts';

/** Whether what stands round a match, and the value in it, is as the pattern asks. */
export type Edges = (text: string, hit: Hit) => boolean;

/** How far `before` and `after` can see. */
const REACH = 512;

const HOLDS: Record<CharacterKind, RegExp> = {
  digit: /\p{Nd}/u,
  upper: /\p{Lu}/u,
  lower: /\p{Ll}/u,
  special: /[^\p{L}\p{N}\s]/u,
};

const WORD_BORDER = /(?<!\\)(?:\\\\)*\\[bB]/;

type Field = 'before' | 'after' | 'must_not_match';

/**
 * Takes the place of look-around. Runs on the linear engine alone: only matches are looked at, and whatever somebody
 * wrote, the time is bounded.
 * @throws AppError `invalid` with the field that one of the engines does not take.
 */
export function compileEdges(pattern: PatternInput): Edges | null {
  const { before, after, must_contain: kinds, must_not_match: not } = pattern;
  if (before === '' && after === '' && not === '' && kinds.length === 0) return null;
  const flags = pattern.flags;
  const ahead = before === '' ? null : compile('before', before, { flags, ending: '\\z' });
  const behind = after === '' ? null : compile('after', after, { flags, ending: '' });
  const refused = not === '' ? null : compile('must_not_match', not, { flags, ending: '' });
  return (text, { start, end, valueStart, valueEnd }) => {
    if (ahead !== null && !ahead.matcher(text.slice(Math.max(0, start - REACH), start)).find()) return false;
    if (behind !== null && !behind.matcher(text.slice(end, end + REACH)).lookingAt()) return false;
    const value = text.slice(valueStart, valueEnd);
    return kinds.every((kind) => HOLDS[kind].test(value)) && !refused?.matcher(value).find();
  };
}

function compile(field: Field, source: string, { flags, ending }: { flags: string; ending: string }): RE2JS {
  try {
    const { minLength } = readRegex(source, flags);
    if (field !== 'must_not_match' && WORD_BORDER.test(source)) {
      refuse(field, 'A word border has no meaning at the edge: say what stands there, as in (?:^|\\W).');
    }
    if (field === 'must_not_match' && minLength === 0) {
      refuse(field, 'It matches an empty text, so no value would ever be kept.');
    }
    compileFast({ regex: source, flags, group: 0 });
    return RE2JS.compile(`(?:${source})${ending}`, linearFlags(flags));
  } catch (error) {
    const reason = error instanceof AppError ? error.details.errors?.[0]?.message : undefined;
    return refuse(field, reason ?? 'It is not understood by both engines.', error);
  }
}

function refuse(path: Field, message: string, cause?: unknown): never {
  throw new AppError('invalid', `The pattern cannot be used: ${message}`, {
    cause,
    details: { errors: [{ path, message }] },
  });
}
