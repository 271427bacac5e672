import type { ScanSubject } from './scan-request.ts';
import type { PatternScope } from './schema.ts';

const allows = (list: readonly string[], value: string | undefined): boolean =>
  list.length === 0 || (value !== undefined && list.includes(value));

/** Whether a pattern looks into such a subject at all; its paths are asked at each place. */
function takesSubject(scope: PatternScope, subject: ScanSubject): boolean {
  return (
    allows(scope.subjects, subject.kind) &&
    allows(scope.categories, subject.category) &&
    allows(scope.clients, subject.clientId) &&
    allows(scope.channels, subject.channel) &&
    allows(scope.file_kinds, subject.fileKind)
  );
}

/** For each pattern 1 where it does not look into the subject; null when every one of them does. */
export function outOfScope(
  patterns: readonly { definition: { scope: PatternScope } }[],
  subject: ScanSubject,
): Uint8Array | null {
  const skipped = Uint8Array.from(patterns, ({ definition }) =>
    takesSubject(definition.scope, subject) ? 0 : 1,
  );
  return skipped.includes(1) ? skipped : null;
}

/** What tells subjects apart for the scope; equal texts are treated alike. */
export const subjectKey = ({ kind, category, clientId, channel, fileKind }: ScanSubject): string =>
  JSON.stringify([kind, category, clientId, channel, fileKind]);

/**
 * A place as findings show it (`data.items[0].card`) against paths of a scope: a path stands for itself and all below it,
 * `*` for one step. None given takes every place.
 */
export function placeMatcher(paths: readonly string[]): ((place: string) => boolean) | null {
  if (paths.length === 0) return null;
  const choices = paths.map((path) =>
    path
      .split('*')
      .map((part) => RegExp.escape(part))
      .join('[^.\\[\\]]+'),
  );
  const matcher = new RegExp(`^(?:${choices.join('|')})(?![^.\\[!])`, 'u');
  return (place) => matcher.test(place);
}
