/** A value that a regex found, with what stands round it in the normalised text. */
export type Candidate = { value: string; before: string; after: string };

/** `drop` says the value is not what the pattern looks for; otherwise each step moves the confidence. */
export type Check = { drop: boolean; steps: { by: number; reason: string }[] };

export type Validator = (candidate: Candidate) => Check;

export const DROP: Check = { drop: true, steps: [] };
export const accept = (...steps: Check['steps']): Check => ({ drop: false, steps });

/** Joined to more of the same by a hyphen or underscore: the digits of a UUID, say, are no number of their own. */
export const isPartOfLonger = ({ before, after }: Candidate): boolean =>
  /[\p{L}\p{N}][-_]$/u.test(before) || /^[-_][\p{L}\p{N}]/u.test(after);

/** Drops what fails the test of its letters and digits; what passes gains by it. */
export function provenBy(reason: string, test: (bare: string) => boolean): Validator {
  return (candidate) => {
    const { value } = candidate;
    if (isPartOfLonger(candidate)) return DROP;
    const bare = value.replace(/[^A-Za-z\d]/g, '').toUpperCase();
    return test(bare) && new Set(bare.replace(/\D/g, '')).size > 1 ? accept({ by: 1, reason }) : DROP;
  };
}
