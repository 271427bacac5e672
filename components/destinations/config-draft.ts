import { readJsonInto } from '#components/record/json-draft.ts';
import type { ApiFault } from '#components/ui/api.ts';
import {
  type ConfigField,
  describeConfig,
  movedOrigins,
  valueAt,
} from '#lib/dispatch/destinations/describe-config.ts';
import { CONFIGS, type DestinationKind } from '#lib/dispatch/destinations/schema.ts';
import { SECRET_MASK } from '#lib/dispatch/destinations/shared-config.ts';

/** `isStored`: the value is kept on the server and shown nowhere; leaving it sends the mask back. */
export type SecretDraft = { value: string; isStored: boolean };
export type RowDraft = SecretDraft & { id: number; name: string };
type DraftValue = string | boolean | readonly string[] | SecretDraft | readonly RowDraft[];

/** What was typed, by the path of its member; all branches of a choice keep theirs. */
export type ConfigDraft = Readonly<Record<string, DraftValue>>;

/** What a form draws: whatever the product sets itself is left out. */
const FIELDS = Object.fromEntries(
  Object.entries(CONFIGS).map(([kind, schema]) => [
    kind,
    describeConfig(schema).filter((one) => !one.managed),
  ]),
) as unknown as Readonly<Record<DestinationKind, readonly ConfigField[]>>;

export const fieldsOf = (kind: DestinationKind): readonly ConfigField[] => FIELDS[kind];

const text = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';

const secret = (value: unknown): SecretDraft => ({
  value: value === SECRET_MASK ? '' : text(value),
  isStored: value === SECRET_MASK,
});

const rows = (value: unknown): RowDraft[] =>
  Object.entries((value ?? {}) as Record<string, unknown>).map(([name, one], id) => ({
    id,
    name,
    ...secret(one),
  }));

/** The chosen branch comes last: where two branches share a name, it is the one that has the value. */
function choiceDraft(
  field: Extract<ConfigField, { widget: 'choice' }>,
  value: unknown,
): [string, DraftValue][] {
  const chosen = text(valueAt(value, field.by)) || (field.options[0]?.value ?? '');
  const inOrder = field.options.toSorted((a, b) => Number(a.value === chosen) - Number(b.value === chosen));
  return [
    [`${field.path}.${field.by}`, chosen],
    ...inOrder.flatMap((option) => entries(option.fields, option.value === chosen ? value : undefined)),
  ];
}

function entries(fields: readonly ConfigField[], above: unknown): [string, DraftValue][] {
  return fields.flatMap((field): [string, DraftValue][] => {
    const given = valueAt(above, field.path.split('.').at(-1) as string);
    const value = given === undefined ? field.initial : given;
    switch (field.widget) {
      case 'group':
        return entries(field.fields, value);
      case 'choice':
        return choiceDraft(field, value);
      case 'checkbox':
        return [[field.path, value === true]];
      case 'list':
        return [[field.path, (value ?? []) as string[]]];
      case 'record':
        return [[field.path, rows(value)]];
      case 'json':
        return [[field.path, value === undefined ? '' : JSON.stringify(value, null, 2)]];
      case 'select':
        return [[field.path, text(value) || (field.options[0]?.value ?? '')]];
      default:
        return [[field.path, field.secret ? secret(value) : text(value)]];
    }
  });
}

/** What a form starts with; without a config, the defaults of the kind. */
export function configDraftOf(kind: DestinationKind, config?: Record<string, unknown>): ConfigDraft {
  return Object.fromEntries(entries(FIELDS[kind], config));
}

/** The draft of another kind: what was typed stays where that one asks for the same. */
export function configDraftOfKind(
  from: DestinationKind,
  to: DestinationKind,
  typed: ConfigDraft,
): ConfigDraft {
  const [untouched, draft] = [configDraftOf(from), configDraftOf(to)];
  const isSameShape = (a: unknown, b: unknown) =>
    typeof a === typeof b && Array.isArray(a) === Array.isArray(b);
  return Object.fromEntries(
    Object.entries(draft).map(([path, value]) => {
      const was = typed[path];
      const kept = was !== undefined && isSameShape(was, value) && !isEqual(was, untouched[path]);
      return [path, kept ? was : value];
    }),
  );
}

const isEqual = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

function recordOf(rowDrafts: readonly RowDraft[], path: string, faults: ApiFault[]): Record<string, string> {
  const record: Record<string, string> = {};
  for (const row of rowDrafts) {
    const name = row.name.trim();
    if (name === '' && row.value === '') continue;
    if (name in record) faults.push({ path: `${path}.${name}`, message: 'is there twice' });
    record[name] = row.isStored ? SECRET_MASK : row.value;
  }
  return record;
}

/** May be empty: nothing stands for it then, unless the schema has a default that an empty one would hide. */
const leftOut = ({ optional, initial }: ConfigField, isEmpty: boolean): boolean =>
  isEmpty && optional && initial === undefined;

function readNumber(typed: string, field: ConfigField, faults: ApiFault[]): number | undefined {
  const path = `config.${field.path}`;
  if (typed.trim() === '') {
    if (!field.optional) faults.push({ path, message: 'Fill this in.' });
    return undefined;
  }
  const number = Number(typed);
  if (Number.isNaN(number)) faults.push({ path, message: 'is not a number' });
  return number;
}

function readText(field: ConfigField, value: string | SecretDraft): string | undefined {
  if (typeof value !== 'string' && value.isStored) return SECRET_MASK;
  const typed = typeof value === 'string' ? value : value.value;
  const kept = field.widget === 'multiline' || field.secret ? typed : typed.trim();
  return leftOut(field, kept === '') ? undefined : kept;
}

function readField(field: ConfigField, draft: ConfigDraft, faults: ApiFault[]): unknown {
  const value = draft[field.path];
  switch (field.widget) {
    case 'group':
      return readFields(field.fields, draft, faults);
    case 'choice': {
      const chosen = draft[`${field.path}.${field.by}`];
      const branch = field.options.find((option) => option.value === chosen);
      return { [field.by]: chosen, ...readFields(branch?.fields ?? [], draft, faults) };
    }
    case 'number':
      return readNumber(value as string, field, faults);
    case 'json':
      if (leftOut(field, (value as string).trim() === '')) return undefined;
      return readJsonInto(value as string, `config.${field.path}`, faults);
    case 'record':
      return recordOf(value as RowDraft[], `config.${field.path}`, faults);
    case 'list':
      return leftOut(field, (value as string[]).length === 0) ? undefined : value;
    case 'text':
    case 'multiline':
      return readText(field, value as string | SecretDraft);
    default:
      return value;
  }
}

function readFields(
  fields: readonly ConfigField[],
  draft: ConfigDraft,
  faults: ApiFault[],
): Record<string, unknown> {
  const read = fields.map(
    (field) => [field.path.split('.').at(-1), readField(field, draft, faults)] as const,
  );
  return Object.fromEntries(read.filter(([, value]) => value !== undefined));
}

/** The members by which what was typed leads to another host than what is stored. */
export function movedAddresses(kind: DestinationKind, stored: ConfigDraft, typed: ConfigDraft): string[] {
  return movedOrigins(FIELDS[kind], readConfig(kind, stored, []), readConfig(kind, typed, []));
}

/** Without the secrets that are stored: for another host, each is given anew, or left out where it may be. */
export function withoutStored(draft: ConfigDraft): ConfigDraft {
  return Object.fromEntries(
    Object.entries(draft).map(([path, value]) => {
      const isStored = typeof value === 'object' && 'isStored' in value && value.isStored;
      return [path, isStored ? { value: '', isStored: false } : value];
    }),
  );
}

/** The config as the API takes it, with whatever could not even be read. */
export function readConfig(
  kind: DestinationKind,
  draft: ConfigDraft,
  faults: ApiFault[],
): Record<string, unknown> {
  return readFields(FIELDS[kind], draft, faults);
}
