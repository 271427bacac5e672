import { clock } from '#lib/platform/clock.ts';
import { AppError, type FieldFault, isAppError } from '#lib/platform/errors.ts';
import { fieldFaults } from '#lib/platform/field-faults.ts';
import { outboundAllow } from '#lib/platform/outbound-allow.ts';
import { assertOutboundHost, assertOutboundUrl } from '#lib/platform/outbound-guard.ts';
import { leavesOf, movedOrigins } from './destinations/describe-config.ts';
import type { DestinationKind } from './destinations/schema.ts';
import { contractOf, type KnownKind } from './registry.ts';
import { restoreSecrets, type Secrets, splitSecrets, withoutValues } from './secrets.ts';

type Config = Record<string, unknown>;
/** A config as it is stored, and its secrets. */
export type StoredConfig = { config: Config; secrets: Secrets };
export type CheckedConfig = StoredConfig & { made: Readonly<Record<string, string>> };

const refuse = (errors: FieldFault[]): never => {
  const [first] = errors;
  throw new AppError('invalid', `The body breaks a rule at ${first?.path}: ${first?.message}`, {
    details: { errors },
  });
};

/**
 * Stored secrets were given for one host: a config that leads to another one has to bring them anew, so that whoever
 * may change an address cannot have them sent to himself.
 */
function withSecrets(contract: KnownKind, given: Config, before: StoredConfig | null): StoredConfig {
  const { fields, secretFields } = contract;
  const moved = before === null ? [] : movedOrigins(fields, before.config, given);
  const secrets = before === null || moved.length > 0 ? {} : before.secrets;
  const why =
    moved.length === 0
      ? undefined
      : `has to be given anew, because ${moved.join(' and ')} leads to another host`;
  return { config: restoreSecrets(given, secretFields, secrets, why), secrets };
}

async function checkAddresses(contract: KnownKind, config: unknown): Promise<void> {
  const allow = outboundAllow();
  for (const [field, address] of Object.entries(contract.addresses(config))) {
    const checked =
      typeof address === 'string' ? assertOutboundUrl(address, allow) : assertOutboundHost(address, allow);
    await checked.catch((error: unknown) => {
      if (!isAppError(error)) throw error;
      refuse([{ path: `config.${field}`, message: error.message }]);
    });
  }
}

/**
 * Checks a config by its kind, addresses included, and takes the secrets out of it: masks bring back stored
 * ones, and what the kind makes itself is made.
 * @throws AppError `invalid` with the path of every fault.
 */
export async function checkConfig(
  kind: DestinationKind,
  given: Config,
  before: StoredConfig | null,
): Promise<CheckedConfig> {
  const contract = contractOf(kind);
  const managed = leavesOf(contract.fields).flatMap((one) => (one.managed ? [one.path] : []));
  const restored = withSecrets(contract, withoutValues(given, managed), before);
  const parsed = contract.config.safeParse(restored.config);
  if (!parsed.success) return refuse(fieldFaults(parsed.error, 'config'));
  await checkAddresses(contract, parsed.data);
  const { config, made } = contract.complete?.(parsed.data, restored.secrets, clock.now()) ?? {
    config: parsed.data,
    made: {},
  };
  return { ...toStored(contract, config), made };
}

/** The config as it is stored, its secrets apart. */
export function toStored(contract: KnownKind, config: unknown): StoredConfig {
  const { open, secrets } = splitSecrets(config as Config, contract.secretFields);
  return { config: open, secrets };
}
