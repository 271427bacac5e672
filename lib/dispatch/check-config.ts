import { AppError, type FieldFault, isAppError } from '#lib/platform/errors.ts';
import { fieldFaults } from '#lib/platform/field-faults.ts';
import { assertOutboundUrl } from '#lib/platform/outbound-guard.ts';
import type { DestinationKind } from './destinations/schema.ts';
import { outboundAllow } from './outbound.ts';
import { contractOf } from './registry.ts';
import { restoreSecrets, type Secrets, splitSecrets } from './secrets.ts';

const refuse = (errors: FieldFault[]): never => {
  const [first] = errors;
  throw new AppError('invalid', `The body breaks a rule at ${first?.path}: ${first?.message}`, {
    details: { errors },
  });
};

/**
 * Checks a config by its kind, addresses included, and takes the secrets out of it: masks bring back stored
 * ones, and what the kind makes itself is made.
 * @throws AppError `invalid` with the path of every fault.
 */
export async function checkConfig(
  kind: DestinationKind,
  given: Record<string, unknown>,
  stored: Secrets,
): Promise<{ config: Record<string, unknown>; secrets: Secrets; made: Readonly<Record<string, string>> }> {
  const contract = contractOf(kind);
  const restored = restoreSecrets(given, contract.secretFields, stored);
  const made: Record<string, string> = {};
  for (const [field, secret] of Object.entries(contract.makeSecrets?.() ?? {})) {
    if (restored[field] !== undefined) continue;
    if (stored[field] === undefined) made[field] = secret;
    restored[field] = stored[field] ?? secret;
  }
  const parsed = contract.config.safeParse(restored);
  if (!parsed.success) return refuse(fieldFaults(parsed.error, 'config'));
  for (const [field, url] of Object.entries(contract.addresses(parsed.data))) {
    await assertOutboundUrl(url, outboundAllow()).catch((error: unknown) => {
      if (!isAppError(error)) throw error;
      refuse([{ path: `config.${field}`, message: error.message }]);
    });
  }
  const { open, secrets } = splitSecrets(parsed.data as Record<string, unknown>, contract.secretFields);
  return { config: open, secrets, made };
}
