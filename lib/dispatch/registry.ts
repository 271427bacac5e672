import type { z } from 'zod';
import type { DestinationContract } from './destination.ts';
import { type ConfigField, describeConfig, leavesOf } from './destinations/describe-config.ts';
import { emailDestination } from './destinations/email.ts';
import { graphqlDestination } from './destinations/graphql.ts';
import { httpDestination } from './destinations/http.ts';
import { kafkaDestination } from './destinations/kafka.ts';
import { logDestination } from './destinations/log.ts';
import { natsDestination } from './destinations/nats.ts';
import { rabbitmqDestination } from './destinations/rabbitmq.ts';
import { CONFIGS, DESTINATION_KINDS, type DestinationKind } from './destinations/schema.ts';
import { slackDestination } from './destinations/slack.ts';
import { smsDestination } from './destinations/sms.ts';
import { sqsDestination } from './destinations/sqs.ts';

/** Every kind of destination; a new one is its file and its config, and a line here and in `destinations/schema.ts`. */
const REGISTRY = {
  log: logDestination,
  http: httpDestination,
  graphql: graphqlDestination,
  email: emailDestination,
  slack: slackDestination,
  sms: smsDestination,
  sqs: sqsDestination,
  kafka: kafkaDestination,
  rabbitmq: rabbitmqDestination,
  nats: natsDestination,
} as const satisfies Record<DestinationKind, unknown>;

export type KnownKind = DestinationContract<unknown> & {
  kind: DestinationKind;
  config: z.ZodType;
  fields: readonly ConfigField[];
  /** Paths in the config that are sealed and never read back; of a record, every value. */
  secretFields: readonly string[];
};

function know(kind: DestinationKind): KnownKind {
  const config = CONFIGS[kind];
  const fields = describeConfig(config);
  const secretFields = leavesOf(fields).flatMap(({ secret, path }) => (secret ? [path] : []));
  const contract = REGISTRY[kind] as DestinationContract<unknown>;
  return { ...contract, kind, config, fields, secretFields: [...new Set(secretFields)] };
}

const KNOWN = Object.fromEntries(DESTINATION_KINDS.map((kind) => [kind, know(kind)])) as unknown as Readonly<
  Record<DestinationKind, KnownKind>
>;

/** The contract of a kind. Configs are checked by `contract.config` wherever they come from. */
export const contractOf = (kind: DestinationKind): KnownKind => KNOWN[kind];
