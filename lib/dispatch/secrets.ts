import { AppError } from '#lib/platform/errors.ts';
import { SECRET_MASK } from './destinations/schema.ts';

/** The secret members of a config: a text, or a record of texts. */
export type Secrets = Record<string, string | Record<string, string>>;
type Config = Record<string, unknown>;

const isRecord = (value: unknown): value is Record<string, string> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Takes the secrets out of a config; the mask in their place shows that there is one. */
export function splitSecrets(config: Config, fields: readonly string[]): { open: Config; secrets: Secrets } {
  const open = { ...config };
  const secrets: Secrets = {};
  for (const field of fields) {
    const value = config[field];
    if (typeof value === 'string') {
      secrets[field] = value;
      open[field] = SECRET_MASK;
    } else if (isRecord(value)) {
      secrets[field] = { ...value };
      open[field] = Object.fromEntries(Object.keys(value).map((name) => [name, SECRET_MASK]));
    }
  }
  return { open, secrets };
}

/** The config as it was given. */
export function joinSecrets(open: Config, secrets: Secrets): Config {
  return { ...open, ...secrets };
}

/**
 * Puts the stored secret wherever a changed config sends the mask back.
 * @throws AppError `invalid` with the path of a mask that stands for nothing.
 */
export function restoreSecrets(config: Config, fields: readonly string[], stored: Secrets): Config {
  const restored = { ...config };
  for (const field of fields) {
    const [given, known] = [config[field], stored[field]];
    if (given === SECRET_MASK) restored[field] = known ?? refuseMask(`config.${field}`);
    else if (isRecord(given)) {
      const old = isRecord(known) ? known : {};
      restored[field] = Object.fromEntries(
        Object.entries(given).map(([name, value]) => [
          name,
          value === SECRET_MASK ? storedOf(old, name, `config.${field}.${name}`) : value,
        ]),
      );
    }
  }
  return restored;
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
