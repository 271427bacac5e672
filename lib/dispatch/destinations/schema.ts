import { EmailConfig } from './email-config.ts';
import { GraphqlConfig } from './graphql-config.ts';
import { HttpConfig } from './http-config.ts';
import { KafkaConfig } from './kafka-config.ts';
import { LogConfig } from './log-config.ts';
import { NatsConfig } from './nats-config.ts';
import { RabbitmqConfig } from './rabbitmq-config.ts';
import { SlackConfig } from './slack-config.ts';
import { SmsConfig } from './sms-config.ts';
import { SqsConfig } from './sqs-config.ts';

/** Every kind with its config: the schema checks the API, draws the form and names the secrets. */
export const CONFIGS = {
  log: LogConfig,
  http: HttpConfig,
  graphql: GraphqlConfig,
  email: EmailConfig,
  slack: SlackConfig,
  sms: SmsConfig,
  sqs: SqsConfig,
  kafka: KafkaConfig,
  rabbitmq: RabbitmqConfig,
  nats: NatsConfig,
} as const;
export type DestinationKind = keyof typeof CONFIGS;
export const DESTINATION_KINDS = Object.keys(CONFIGS) as [DestinationKind, ...DestinationKind[]];

/** Kinds that send what `bodyOf` makes: JSON or text, which a destination's own template may make instead. */
export const TEMPLATE_KINDS: ReadonlySet<DestinationKind> = new Set([
  'http',
  'sqs',
  'kafka',
  'rabbitmq',
  'nats',
] as const);
