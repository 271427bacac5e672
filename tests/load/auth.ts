import { measureCold } from './auth/cold.ts';
import { measureRevocation } from './auth/revocation.ts';
import { measureStorm } from './auth/storm.ts';
import { measureValidation } from './auth/validation.ts';
import type { Parts } from './parts.ts';

export const AUTH_PARTS: Parts = {
  validation: {
    words: 'what other services ask all day, against an empty handler',
    measure: measureValidation,
  },
  cold: { words: 'the first question about somebody', measure: measureCold },
  revocation: { words: 'from a revocation to the refusal', measure: measureRevocation },
  storm: { words: 'validation while people sign in', measure: measureStorm },
};
