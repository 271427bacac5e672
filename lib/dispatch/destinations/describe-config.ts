import { z } from 'zod';
import type { FieldMeta } from './field-config.ts';

type FieldOption = { value: string; label: string };

type Text = { inputType: 'text' | 'url' | 'email'; maxLength: number | null };

type Shape =
  | ({ widget: 'text' } & Text)
  | ({ widget: 'multiline' } & Text)
  | { widget: 'number' }
  | { widget: 'checkbox' }
  | { widget: 'json' }
  | { widget: 'list' }
  | { widget: 'record' }
  | { widget: 'select'; options: readonly FieldOption[] }
  | { widget: 'group'; fields: readonly ConfigField[] }
  | {
      widget: 'choice';
      /** The member that tells the branches apart. */
      by: string;
      options: readonly (FieldOption & { fields: readonly ConfigField[] })[];
    };

/** One member of a config, as a form draws it and as its secrets are found. */
export type ConfigField = Omit<FieldMeta, 'widget'> & {
  /** Inside the config, dotted: `auth.password`. */
  path: string;
  /** May be left out. */
  optional: boolean;
  /** What stands for it when it is left out. */
  initial: unknown;
} & Shape;

type Unwrapped = {
  type: z.core.$ZodTypes;
  meta: Partial<FieldMeta>;
  optional: boolean;
  initial: unknown;
};

/** Below `optional`, `default` and their like; the outermost words about it count. */
function unwrap(schema: z.core.$ZodType): Unwrapped {
  const type = schema as z.core.$ZodTypes;
  const { def } = type._zod;
  const meta = (z.globalRegistry.get(schema) ?? {}) as Partial<FieldMeta>;
  switch (def.type) {
    case 'optional':
    case 'nullable': {
      const inner = unwrap(def.innerType);
      return { ...inner, meta: { ...inner.meta, ...meta }, optional: true };
    }
    case 'default':
    case 'prefault': {
      const inner = unwrap(def.innerType);
      return { ...inner, meta: { ...inner.meta, ...meta }, optional: true, initial: def.defaultValue };
    }
    default:
      return { type, meta, optional: false, initial: undefined };
  }
}

function shapeOf({ type, meta }: Unwrapped, path: string): Shape {
  if (meta.widget === 'json') return { widget: 'json' };
  const { def } = type._zod;
  switch (def.type) {
    case 'string': {
      const { format, maxLength } = type as z.ZodString;
      const inputType = format === 'url' || format === 'email' ? format : 'text';
      return { widget: meta.widget ?? 'text', inputType, maxLength };
    }
    case 'number':
      return { widget: 'number' };
    case 'boolean':
      return { widget: 'checkbox' };
    case 'enum': {
      const options = Object.values(def.entries).map(String);
      return {
        widget: 'select',
        options: options.map((value) => ({ value, label: meta.labels?.[value] ?? value })),
      };
    }
    case 'array':
      return { widget: 'list' };
    case 'record':
      return { widget: 'record' };
    case 'object':
      return { widget: 'group', fields: fieldsOf(def.shape, path) };
    case 'union':
      return choiceOf(type as z.core.$ZodDiscriminatedUnion, path);
    default:
      throw new Error(`A form cannot draw ${path}: it is a ${def.type}.`);
  }
}

function choiceOf(union: z.core.$ZodDiscriminatedUnion, path: string): Shape {
  const { discriminator: by, options } = union._zod.def;
  if (by === undefined) throw new Error(`A form cannot draw ${path}: no member tells its branches apart.`);
  return {
    widget: 'choice',
    by,
    options: options.map((option) => {
      const { type, meta } = unwrap(option);
      const { [by]: tag, ...rest } = (type as z.core.$ZodObject)._zod.def.shape as Record<string, z.ZodType>;
      const value = String((tag as z.ZodLiteral<string>).value);
      return { value, label: meta.title ?? value, fields: fieldsOf(rest, path) };
    }),
  };
}

function fieldsOf(shape: Readonly<Record<string, z.core.$ZodType>>, above: string): ConfigField[] {
  return Object.entries(shape).map(([name, schema]) => {
    const path = above === '' ? name : `${above}.${name}`;
    const unwrapped = unwrap(schema);
    const { optional, initial } = unwrapped;
    const { widget: _drawn, ...meta } = unwrapped.meta;
    return { title: name, ...meta, path, optional, initial, ...shapeOf(unwrapped, path) };
  });
}

/** The members of a config in their order. @throws when one of them is of a type that no form can draw. */
export function describeConfig(schema: z.core.$ZodType): ConfigField[] {
  return fieldsOf((unwrap(schema).type as z.core.$ZodObject)._zod.def.shape, '');
}

/** Every member with a value of its own, those of all branches included. */
export function leavesOf(fields: readonly ConfigField[]): ConfigField[] {
  return fields.flatMap((one) => {
    if (one.widget === 'group') return leavesOf(one.fields);
    if (one.widget === 'choice') return one.options.flatMap((option) => leavesOf(option.fields));
    return [one];
  });
}

/** What stands at a dotted path, undefined when nothing does. */
export function valueAt(config: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((at, name) => {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined;
    return (at as Record<string, unknown>)[name];
  }, config);
}

/** Scheme, host and port of an address; anything else, such as a host alone, stands for itself. */
function originOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(originOf).toSorted().join(' ');
  if (typeof value !== 'string' || !/^[a-z][a-z\d+.-]*:\/\//i.test(value) || !URL.canParse(value)) {
    return String(value).toLowerCase();
  }
  const { protocol, host } = new URL(value);
  return `${protocol}//${host}`;
}

/** The members by which the second config leads to another host than the first. */
export function movedOrigins(fields: readonly ConfigField[], before: unknown, after: unknown): string[] {
  const paths = new Set(leavesOf(fields).flatMap(({ origin, path }) => (origin ? [path] : [])));
  return [...paths].filter((path) => {
    const [was, is] = [valueAt(before, path), valueAt(after, path)];
    return was !== undefined && is !== undefined && originOf(was) !== originOf(is);
  });
}
