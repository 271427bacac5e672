import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { AppError, type FieldFault } from '#lib/platform/errors.ts';
import { checkPattern } from '../check-pattern.ts';
import { PatternInput } from '../schema.ts';
import { FORMAT } from './schema.ts';

const MAX_PATTERNS = 1_000;
const Envelope = z.strictObject({
  format: z.literal(FORMAT),
  patterns: z.array(z.unknown()).max(MAX_PATTERNS),
});

type Place = { document: Document; lines: LineCounter };

/** Line and column of what a path leads to, or of the nearest thing above it. */
function placeOf({ document, lines }: Place, path: readonly PropertyKey[]): string {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (!isNode(node) || !node.range) continue;
    const { line, col } = lines.linePos(node.range[0]);
    return `line ${line}, column ${col}`;
  }
  return 'line 1';
}

function refuse(errors: FieldFault[]): never {
  throw new AppError('invalid', 'The document cannot be imported', { details: { errors } });
}

const nameOf = (path: readonly PropertyKey[]): string =>
  path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');

/**
 * The patterns of a YAML document, checked as when each of them is saved.
 * @throws AppError `invalid`: each fault with its path, line and column.
 */
export function readPatterns(yaml: string): PatternInput[] {
  const lines = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: lines, uniqueKeys: true, maxAliasCount: 0 } as never);
  const place = { document, lines };
  if (document.errors.length > 0) {
    refuse(
      document.errors.slice(0, 20).map(({ message, linePos }) => ({
        path: `yaml line ${linePos?.[0].line ?? 1}, column ${linePos?.[0].col ?? 1}`,
        message: message.split('\n', 1)[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? 'cannot be read',
      })),
    );
  }
  const faultAt = (path: readonly PropertyKey[], message: string): FieldFault => ({
    path: `yaml${nameOf(path)} (${placeOf(place, path)})`,
    message,
  });
  const envelope = Envelope.safeParse(toPlain(document));
  if (!envelope.success) refuse(envelope.error.issues.map(({ path, message }) => faultAt(path, message)));
  const errors: FieldFault[] = [];
  const inputs = envelope.data.patterns.flatMap((given, at) => {
    const parsed = PatternInput.safeParse(given);
    if (parsed.success) return [{ at, input: parsed.data }];
    errors.push(
      ...parsed.error.issues.map(({ path, message }) => faultAt(['patterns', at, ...path], message)),
    );
    return [];
  });
  const names = new Map<string, number>();
  for (const { at, input } of inputs) {
    const earlier = names.get(input.name.toLowerCase());
    if (earlier !== undefined) errors.push(faultAt(['patterns', at, 'name'], 'stands in the document twice'));
    names.set(input.name.toLowerCase(), at);
    errors.push(
      ...faultsOf(input).map(({ path, message }) => faultAt(['patterns', at, ...path.split('.')], message)),
    );
  }
  if (errors.length > 0) refuse(errors.slice(0, 100));
  return inputs.map(({ input }) => input);
}

function toPlain(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch {
    return refuse([{ path: 'yaml', message: 'References from one place to another are not taken' }]);
  }
}

function faultsOf(input: PatternInput): FieldFault[] {
  try {
    checkPattern(input);
    return [];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return (error.details.errors ?? [{ path: 'regex', message: error.message }]) as FieldFault[];
  }
}
