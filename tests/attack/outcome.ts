import type { Attacker } from './attacker.ts';

export type Outcome = { expected: string; got: string; holds: boolean };
export type AttackCase = {
  id: string;
  title: string;
  /** Of OWASP ASVS 5.0. */
  asvs: string;
  run: (attacker: Attacker) => Promise<Outcome>;
};

/** That all answers have one of these statuses. */
export function statuses(answers: readonly { status: number }[], allowed: readonly number[]): Outcome {
  const seen = [...new Set(answers.map(({ status }) => status))].toSorted();
  return {
    expected: allowed.join(' or '),
    got: `${seen.join(', ')} (${answers.length})`,
    holds: answers.length > 0 && seen.every((status) => allowed.includes(status)),
  };
}
