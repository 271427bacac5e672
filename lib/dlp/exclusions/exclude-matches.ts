import { keyedHash } from '#lib/platform/crypto.ts';
import type { Match } from '../match.ts';
import type { ScanSubject } from '../scan-request.ts';
import { placeMatcher } from '../scope.ts';
import type { ActiveExclusion } from './repo.ts';

/** A match, or what is kept of one: then its fingerprint in place of the value. */
type Candidate = Pick<Match, 'patternId' | 'path'> & ({ canonical: string } | { fingerprint: Uint8Array });

/** Which exclusion a match falls under; null when it is none's. */
export type Excludes = (match: Candidate, subject: ScanSubject, at: Date) => string | null;

const printOf = (match: Candidate): string =>
  Buffer.from('canonical' in match ? keyedHash(match.canonical) : match.fingerprint).toString('hex');

type Compiled = ActiveExclusion & { print: string | null; takesPlace: ((place: string) => boolean) | null };

/** Puts exclusions together for many questions: a value is hashed only where one of its pattern asks for it. */
export function compileExclusions(exclusions: readonly ActiveExclusion[]): Excludes {
  const ofAll: Compiled[] = [];
  const byPattern = new Map<string, Compiled[]>();
  for (const exclusion of exclusions) {
    const { fingerprint, path, patternId } = exclusion;
    const print = fingerprint === null ? null : Buffer.from(fingerprint).toString('hex');
    const compiled = { ...exclusion, print, takesPlace: path === null ? null : placeMatcher([path]) };
    if (patternId === null) ofAll.push(compiled);
    else byPattern.set(patternId, [...(byPattern.get(patternId) ?? []), compiled]);
  }
  return (match, subject, at) => {
    let print: string | null = null;
    for (const one of [...(byPattern.get(match.patternId) ?? []), ...ofAll]) {
      if (one.expiresAt !== null && one.expiresAt <= at) continue;
      if (one.clientId !== null && one.clientId !== subject.clientId) continue;
      if (one.channel !== null && one.channel !== subject.channel) continue;
      if (one.takesPlace?.(match.path) === false) continue;
      if (one.print !== null) print ??= printOf(match);
      if (one.print !== null && one.print !== print) continue;
      return one.id;
    }
    return null;
  };
}
