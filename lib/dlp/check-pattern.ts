import { AppError, type FieldFault } from '#lib/platform/errors.ts';
import type { PatternInput } from './schema.ts';
import { textFinder } from './text-finder.ts';

/** What saving a pattern asks of it: both engines take it, and its own samples come out as they say. */
export function checkPattern(input: PatternInput): void {
  const find = textFinder(input);
  const errors: FieldFault[] = [];
  input.samples.match.forEach((text, index) => {
    if (find(text).length > 0) return;
    errors.push({ path: `samples.match[${index}]`, message: 'The pattern does not find this sample.' });
  });
  input.samples.no_match.forEach((text, index) => {
    if (find(text).length === 0) return;
    errors.push({
      path: `samples.no_match[${index}]`,
      message: 'The pattern finds this sample, and must not.',
    });
  });
  if (errors.length === 0) return;
  throw new AppError('invalid', 'The pattern does not do what its samples say', { details: { errors } });
}
