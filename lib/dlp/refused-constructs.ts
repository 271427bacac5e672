/** What one of the two engines does not take, or takes otherwise than the other. */
export type RefusedConstruct = [construct: RegExp, because: string, rewrite: string];

const REFUSED_ESCAPES: RefusedConstruct[] = [
  [/\\[ux]\{|\\u|\\c/y, 'names a character by code', 'write the character itself, or \\xHH'],
  [/\\[zZA]/y, 'is an anchor of another engine', 'use ^ or $'],
  [/\\[QE]/y, 'quotes a stretch of text', 'escape each special character with a backslash'],
  [
    /\\[pP]\{[^}]*=[^}]*\}/y,
    'names a script or property',
    'use a general category such as \\p{L}, or a range',
  ],
  [/\\[pP][^{]/y, 'is the short form of a property', 'write it with braces, as in \\p{L}'],
];
export const REFUSED: RefusedConstruct[] = [
  [
    /\(\?<?[=!]/y,
    'looks around the match',
    'match the surroundings too and name the part you want as value_group',
  ],
  [/\(\?P</y, 'is written for another engine', 'write (?<name>…)'],
  [/\(\?>/y, 'is an atomic group', 'use (?:…); the time a pattern may take is bounded anyway'],
  [/\(\?#/y, 'is a comment', 'put it into the description'],
  [/\(\?[a-z-]+[:)]/y, 'sets flags inside the pattern', 'set i, m or s in flags'],
  [/\\(?:[1-9]|k<)/y, 'refers back to a group', 'write the repeated part out'],
  ...REFUSED_ESCAPES,
  [/\[\^?\]/y, 'is an empty class', 'use [\\s\\S] for any character'],
  [/[}\]{]/y, 'stands alone', 'put a backslash before it'],
  [/[*+?]/y, 'repeats nothing', 'put a backslash before it, or something in front of it'],
  [/\\(?:[^\w^$\\.*+?()[\]{}|/]|_)/y, 'is a needless escape', 'drop the backslash'],
];
export const REFUSED_IN_CLASS: RefusedConstruct[] = [
  [/\[([:.=])[^\]]*\1\]/y, 'is a named class', 'write the characters out, as in A-Za-z'],
  [/\\b/y, 'means backspace to one engine only', 'write \\x08'],
  ...REFUSED_ESCAPES,
  [/\\(?:[^\w^$\\.*+?()[\]{}|/-]|_)/y, 'is a needless escape', 'drop the backslash'],
];
