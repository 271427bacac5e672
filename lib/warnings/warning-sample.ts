import type { FieldFault } from '#lib/platform/errors.ts';

const MAX_LENGTH = 500;
const OWN_FIELDS =
  /^(?:\[\d+\])?(?:(?:^|\.)|(?<=\])\.?)(?:id|session_id|category|name|data|body|timestamp)(?![^.[])/;
const ELEMENT = /^\[\d+\]/;

/** The path as far as the contract names it: keys further in are the sender's words, and words may be secrets. */
function knownPath(path: string): string {
  const known = OWN_FIELDS.exec(path)?.[0] ?? ELEMENT.exec(path)?.[0] ?? '';
  return known.length < path.length ? `${known}${known === '' ? '' : '.'}*` : path;
}

/** Where the first fault lies and which rule it broke, without anything that the sender wrote. */
export function warningSample(faults: readonly FieldFault[] | undefined): string | null {
  const [first] = faults ?? [];
  if (!first) return null;
  return `${knownPath(first.path)} ${first.message}`.trim().slice(0, MAX_LENGTH);
}
