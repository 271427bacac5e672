/**
 * What is known of a pattern's matches by kind of character: `0` is any digit, every other character of a shape is a
 * separator that stands for itself.
 */
export type Shapes = {
  /** All shapes that a part can have; null when they are many or unknown. */
  exact: readonly string[] | null;
  /** It begins with one of these, and ends with one of those. */
  prefix: readonly string[];
  suffix: readonly string[];
  /** It holds one of these; null when that is not known. */
  needed: readonly string[] | null;
};

const MAX_SHAPES = 64;
const MAX_LENGTH = 16;
/** Shorter ones stand in nearly every line of a log. */
const MIN_LENGTH = 4;

const ANYTHING = [''];
const exactly = (exact: readonly string[]): Shapes => ({
  exact,
  prefix: exact,
  suffix: exact,
  needed: exact,
});
export const NOTHING = exactly(['']);
const UNKNOWN: Shapes = { exact: null, prefix: ANYTHING, suffix: ANYTHING, needed: null };

const LITERAL = /^\\?[-. /_*:,+;()#]$/;
const CLASS = /^\[-?(?:\\d|\d-\d|\d|\\?[. /_*:,+;()#]|\\-)*-?\]$/;

/** The shapes of one character or class, as it is written in a pattern. */
export function shapesOfAtom(atom: string): Shapes {
  if (atom === '\\d' || /^\d$/.test(atom)) return exactly(['0']);
  if (LITERAL.test(atom)) return exactly([atom.slice(-1)]);
  if (!CLASS.test(atom)) return UNKNOWN;
  const members = atom
    .slice(1, -1)
    .replace(/\\d|\d-\d|\d/g, '0')
    .replaceAll('\\', '');
  return exactly([...new Set(members)]);
}

/** Parts that follow each other: shapes grow over them for as long as they are known. */
export function shapesOfSequence(parts: readonly Shapes[]): Shapes {
  let run: readonly string[] = [''];
  let prefix: readonly string[] | null = null;
  let needed: readonly string[] | null = null;
  const interrupt = (before: readonly string[], after: readonly string[]) => {
    prefix ??= before;
    needed = better(needed, before);
    run = after;
  };
  for (const part of parts) {
    const joined = joinedShapes(run, part.exact ?? part.prefix);
    if (part.exact !== null && joined !== null) run = joined;
    else {
      interrupt(joined ?? run, part.suffix);
      needed = better(needed, part.needed);
    }
  }
  if (prefix === null) return { ...exactly(run), needed: better(needed, run) };
  return { exact: null, prefix, suffix: run, needed: better(needed, run) };
}

export function shapesOfRepeat(part: Shapes, { min, max }: { min: number; max: number }): Shapes {
  const counted = Math.min(min, MAX_LENGTH);
  const least = shapesOfSequence(Array<Shapes>(counted).fill(part));
  if (max === counted) return least;
  if (part.exact !== null && max - counted === 1)
    return shapesOfChoice([least, shapesOfSequence([least, part])]);
  return counted === 0 ? UNKNOWN : { ...least, exact: null };
}

export function shapesOfChoice(choices: readonly Shapes[]): Shapes {
  return {
    exact: union(choices.map(({ exact }) => exact)),
    prefix: union(choices.map(({ prefix }) => prefix)) ?? ANYTHING,
    suffix: union(choices.map(({ suffix }) => suffix)) ?? ANYTHING,
    needed: union(choices.map(({ needed }) => needed)),
  };
}

/** What a gate can wait for, without those that hold another; null when every text has to be looked at. */
export function neededShapes({ needed }: Shapes): readonly string[] | null {
  const all = better(needed, null);
  if (all === null) return null;
  return all.filter((shape) => !all.some((other) => other !== shape && shape.includes(other)));
}

function joinedShapes(left: readonly string[], right: readonly string[]): readonly string[] | null {
  if (left.length * right.length > MAX_SHAPES) return null;
  const joined = left.flatMap((before) => right.map((after) => before + after));
  return joined.some(({ length }) => length > MAX_LENGTH) ? null : joined;
}

function union(sets: readonly (readonly string[] | null)[]): readonly string[] | null {
  const all = new Set<string>();
  for (const set of sets) {
    if (set === null) return null;
    for (const shape of set) all.add(shape);
  }
  return all.size > MAX_SHAPES ? null : [...all];
}

/** The set whose shortest shape is the longest says the most. */
function better(left: readonly string[] | null, right: readonly string[] | null): readonly string[] | null {
  const shortest = (shapes: readonly string[] | null) =>
    shapes === null ? 0 : Math.min(...shapes.map(({ length }) => length));
  const [best, length] = shortest(right) > shortest(left) ? [right, shortest(right)] : [left, shortest(left)];
  return length >= MIN_LENGTH ? best : null;
}
