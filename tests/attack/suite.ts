import { ACCESS_CASES } from './access.ts';
import type { Attacker } from './attacker.ts';
import { MACHINE_CASES } from './machine.ts';
import type { AttackCase, Outcome } from './outcome.ts';
import { SESSION_CASES } from './sessions.ts';
import { SIGN_IN_CASES } from './sign-in.ts';
import { TOKEN_CASES } from './tokens.ts';
import { WEB_CASES } from './web.ts';

export type AttackReport = Omit<AttackCase, 'run'> & Outcome;

export const ATTACK_CASES: readonly AttackCase[] = [
  ...TOKEN_CASES,
  ...ACCESS_CASES,
  ...WEB_CASES,
  ...MACHINE_CASES,
  ...SESSION_CASES,
  // Last: it uses up how often one may sign in from an address.
  ...SIGN_IN_CASES,
];

/** Every attack, one after the other; one that breaks off does not hold. */
export async function runAttacks(
  attacker: Attacker,
  tell: (report: AttackReport) => void,
): Promise<AttackReport[]> {
  const reports: AttackReport[] = [];
  for (const { run, ...about } of ATTACK_CASES) {
    const outcome = await run(attacker).catch((error: unknown): Outcome => {
      const words = error instanceof Error ? error.message : String(error);
      return { expected: 'an answer', got: words, holds: false };
    });
    const report = { ...about, ...outcome };
    tell(report);
    reports.push(report);
  }
  return reports;
}
