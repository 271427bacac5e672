import { AppError } from '#lib/platform/errors.ts';
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
 * @throws AppError `invalid` with the path of a mask that stands for nothing.
 */
export function restoreSecrets(config: Config, fields: readonly string[], stored: Secrets): Config {
  return fields.reduce((restored, field) => {
    const [given, known] = [valueAt(config, field), stored[field]];
    if (given === SECRET_MASK) return withValue(restored, field, known ?? refuseMask(`config.${field}`));
    if (!isRecord(given)) return restored;
    const old = isRecord(known) ? known : {};
    const values = Object.entries(given).map(([name, value]) => [
      name,
      value === SECRET_MASK ? storedOf(old, name, `config.${field}.${name}`) : value,
    ]);
    return withValue(restored, field, Object.fromEntries(values));
  }, config);
}

const storedOf = (old: Record<string, string>, name: string, path: string): unknown =>
  Object.hasOwn(old, name) ? old[name] : refuseMask(path);

function refuseMask(path: string): never {
  const message = 'is masked, and nothing is stored for it';
  throw new AppError('invalid', `The config breaks a rule at ${path}: ${message}.`, {
    details: { errors: [{ path, message }] },
  });
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
