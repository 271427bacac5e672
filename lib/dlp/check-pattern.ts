import { AppError, type FieldFault } from '#lib/platform/errors.ts';
import { compilePattern } from './compile-pattern.ts';
import type { PatternDefinition } from './match.ts';
import type { PatternInput } from './schema.ts';
import { findInText } from './test-pattern.ts';

/** What saving a pattern asks of it: both engines take it, and its own samples come out as they say. */
export function checkPattern(input: PatternInput): void {
  const definition: PatternDefinition = { ...input, id: '', version: 0 };
  compilePattern(definition);
  const faults: FieldFault[] = [];
  input.samples.match.forEach((text, index) => {
    if (findInText(definition, text).length > 0) return;
    faults.push({ path: `samples.match[${index}]`, message: 'The pattern does not find this sample.' });
  });
  input.samples.no_match.forEach((text, index) => {
    if (findInText(definition, text).length === 0) return;
    faults.push({
      path: `samples.no_match[${index}]`,
      message: 'The pattern finds this sample, and must not.',
    });
  });
  if (faults.length > 0) {
    throw new AppError('invalid', 'The pattern does not do what its samples say', {
      details: { errors: faults },
    });
  }
}
