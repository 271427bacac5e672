import { contactPatterns } from './pack/contact.ts';
import { identityPatterns } from './pack/identity.ts';
import { moneyPatterns } from './pack/money.ts';
import type { BuiltInPattern } from './pack/pack-entry.ts';
import { providerPatterns } from './pack/provider-tokens.ts';
import { secretPatterns } from './pack/secrets.ts';

export type { BuiltInPattern };

/** What every installation begins with. */
export const builtInPatterns: readonly BuiltInPattern[] = [
  ...moneyPatterns,
  ...identityPatterns,
  ...contactPatterns,
  ...providerPatterns,
  ...secretPatterns,
];
