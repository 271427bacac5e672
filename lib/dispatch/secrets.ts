import { AppError, type FieldFault } from '#lib/platform/errors.ts';
import { valueAt } from './destinations/describe-config.ts';
import { SECRET_MASK } from './destinations/shared-config.ts';

/** The secret members of a config by their dotted path: a text, or a record of texts. */
export type Secrets = Record<string, string | Record<string, string>>;
type Config = Record<string, unknown>;

const isRecord = (value: unknown): value is Record<string, string> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The config with another value at a dotted path. */
function withValue(config: Config, path: string, value: unknown): Config {
  const [name = '', ...rest] = path.split('.');
  if (rest.length === 0) return { ...config, [name]: value };
  const inner = config[name];
  return { ...config, [name]: withValue(isRecord(inner) ? inner : {}, rest.join('.'), value) };
}

/** The config without the members at these paths. */
export function withoutValues(config: Config, paths: readonly string[]): Config {
  return paths.reduce((rest, path) => {
    if (valueAt(rest, path) === undefined) return rest;
    const parts = path.split('.');
    const name = parts.pop() as string;
    if (parts.length === 0) {
      const { [name]: _dropped, ...others } = rest;
      return others;
    }
    const above = parts.join('.');
    return withValue(rest, above, withoutValues(valueAt(rest, above) as Config, [name]));
  }, config);
}

/** Takes the secrets out of a config; the mask in their place shows that there is one. */
export function splitSecrets(config: Config, fields: readonly string[]): { open: Config; secrets: Secrets } {
  let open = config;
  const secrets: Secrets = {};
  for (const field of fields) {
    const value = valueAt(config, field);
    if (typeof value === 'string') {
      secrets[field] = value;
      open = withValue(open, field, SECRET_MASK);
    } else if (isRecord(value)) {
      secrets[field] = { ...value };
      const masks = Object.keys(value).map((name) => [name, SECRET_MASK]);
      open = withValue(open, field, Object.fromEntries(masks));
    }
  }
  return { open, secrets };
}

/** The config as it was given. */
export function joinSecrets(open: Config, secrets: Secrets): Config {
  return Object.entries(secrets).reduce((config, [field, value]) => withValue(config, field, value), open);
}

/**
 * Puts the stored secret wherever a changed config sends the mask back.
 * @throws AppError `invalid` with the path of every mask that stands for nothing, and why it does.
 */
export function restoreSecrets(
  config: Config,
  fields: readonly string[],
  stored: Secrets,
  why = 'is masked, and nothing is stored for it',
): Config {
  const errors: FieldFault[] = [];
  const restore = (given: unknown, known: unknown, path: string): unknown => {
    if (given !== SECRET_MASK) return given;
    if (known === undefined) errors.push({ path, message: why });
    return known;
  };
  const restored = fields.reduce((whole, field) => {
    const [given, known] = [valueAt(config, field), stored[field]];
    if (given === undefined) return whole;
    if (!isRecord(given)) return withValue(whole, field, restore(given, known, `config.${field}`));
    const old = isRecord(known) ? known : {};
    const values = Object.entries(given).map(([name, value]) => [
      name,
      restore(value, Object.hasOwn(old, name) ? old[name] : undefined, `config.${field}.${name}`),
    ]);
    return withValue(whole, field, Object.fromEntries(values));
  }, config);
  const [first] = errors;
  if (first) {
    throw new AppError('invalid', `The config breaks a rule at ${first.path}: ${first.message}.`, {
      details: { errors },
    });
  }
  return restored;
}

/** Hides our own secrets where a destination echoes them. */
export function hideSecrets(text: string, secrets: Secrets): string {
  const values = Object.values(secrets).flatMap((value) =>
    isRecord(value) ? Object.values(value) : [value],
  );
  return values
    .filter((value) => value.length >= 6)
    .reduce((hidden, value) => hidden.replaceAll(value, SECRET_MASK), text);
}
