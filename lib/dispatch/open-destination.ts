import { openSecret, sealSecret } from '#lib/platform/envelope.ts';
import { sealedPlace } from '#lib/platform/sealed-columns.ts';
import { DEFAULT_RETRY_PLAN_MS, type RetryPlan } from './backoff.ts';
import type { Form } from './choosing/schema.ts';
import { contractOf, type KnownKind } from './registry.ts';
import type { DestinationRow } from './repo.ts';
import { joinSecrets, type Secrets } from './secrets.ts';
import type { Template } from './templates/schema.ts';

/** A destination ready to be sent to. */
export type OpenDestination = {
  id: string;
  name: string;
  version: number;
  contract: KnownKind;
  config: unknown;
  form: Form;
  template: Template | null;
  secrets: Secrets;
  limited: boolean;
  concurrency: number;
  timeoutMs: number;
  retryPlan: RetryPlan;
};

const placeOf = (id: string) => sealedPlace('destinations.secrets_sealed', id);

export function sealSecrets(id: string, secrets: Secrets): string | null {
  return Object.keys(secrets).length === 0 ? null : sealSecret(JSON.stringify(secrets), placeOf(id));
}

export function openSecrets(row: Pick<DestinationRow, 'id' | 'secretsSealed'>): Secrets {
  return row.secretsSealed === null
    ? {}
    : (JSON.parse(openSecret(row.secretsSealed, placeOf(row.id))) as Secrets);
}

/** @throws when the stored config no longer fits its kind, or its secrets cannot be opened. */
export function openDestination(row: DestinationRow): OpenDestination {
  const contract = contractOf(row.kind);
  const secrets = openSecrets(row);
  return {
    id: row.id,
    name: row.name,
    version: row.version,
    contract,
    form: row.form,
    template: row.template,
    config: contract.config.parse(joinSecrets(row.config, secrets)),
    secrets,
    limited: row.ratePerSecond !== null,
    concurrency: row.concurrency,
    timeoutMs: row.timeoutMs,
    retryPlan:
      row.retryPlanMs === null
        ? { waitsMs: DEFAULT_RETRY_PLAN_MS, chosen: false }
        : { waitsMs: row.retryPlanMs, chosen: true },
  };
}
