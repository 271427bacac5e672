export type JsonSchema = {
  type?: string | readonly string[];
  format?: string;
  enum?: readonly unknown[];
  const?: unknown;
  default?: unknown;
  description?: string;
  properties?: Readonly<Record<string, JsonSchema>>;
  required?: readonly string[];
  items?: JsonSchema;
  anyOf?: readonly JsonSchema[];
  oneOf?: readonly JsonSchema[];
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  pattern?: string;
};

type Parameter = { name: string; in: 'path' | 'query'; required: boolean; schema: JsonSchema };

type Operation = {
  operationId: string;
  tags: readonly string[];
  summary: string;
  description: string;
  parameters: readonly Parameter[];
  requestBody?: { content: Readonly<Record<string, { schema: JsonSchema }>> };
  responses: Readonly<Record<string, unknown>>;
};

export type OpenApi = {
  servers: readonly { url: string }[];
  paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};

/** An operation with where it is. */
export type Endpoint = Operation & { method: string; path: string };

/** Every operation, in the order of the paths. */
export const endpointsOf = ({ paths }: OpenApi): Endpoint[] =>
  Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      ...operation,
      path,
      method: method.toUpperCase(),
    })),
  );

/** What a body could look like: the required members, and those with a default. */
export function exampleOf(schema: JsonSchema): unknown {
  if (schema.default !== undefined) return schema.default;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const choice = schema.anyOf?.[0] ?? schema.oneOf?.[0];
  if (choice) return exampleOf(choice);
  const type = typeof schema.type === 'string' ? schema.type : schema.type?.[0];
  switch (type) {
    case 'object': {
      const shown = Object.entries(schema.properties ?? {}).filter(([name]) =>
        schema.required?.includes(name),
      );
      return Object.fromEntries(shown.map(([name, member]) => [name, exampleOf(member)]));
    }
    case 'array':
      return schema.items && (schema.minItems ?? 0) > 0 ? [exampleOf(schema.items)] : [];
    case 'integer':
    case 'number':
      return schema.minimum ?? 1;
    case 'boolean':
      return true;
    case 'string':
      return '';
    default:
      return null;
  }
}

/** A schema in few words: `string, at most 80 characters`. */
export function typeWords(schema: JsonSchema): string {
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return [...new Set(choices.map(typeWords))].join(' | ');
  const type = [schema.type ?? 'anything'].flat().join(' | ');
  const of = type === 'array' && schema.items ? ` of ${typeWords(schema.items)}` : '';
  const { minLength, maxLength, minimum, maximum, minItems, maxItems, format } = schema;
  const span = (low: number | undefined, high: number | undefined, unit: string): string | null => {
    const top = high === undefined || high >= Number.MAX_SAFE_INTEGER ? undefined : high;
    const bottom = low === undefined || low <= Number.MIN_SAFE_INTEGER ? undefined : low;
    if (bottom === undefined && top === undefined) return null;
    return `${bottom ?? ''}${top === undefined ? ' or more' : bottom === undefined ? `up to ${top}` : `–${top}`}${unit}`;
  };
  return [
    `${type}${of}`,
    format ?? null,
    span(minLength, maxLength, ' characters'),
    span(minimum, maximum, ''),
    span(minItems, maxItems, ' items'),
    schema.default === undefined ? null : `${JSON.stringify(schema.default)} unless given`,
  ]
    .filter((words) => words !== null)
    .join(', ');
}
