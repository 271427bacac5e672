import { z } from 'zod';
import { Ca, Encrypted, Name, Secret, TEMPLATE_HINT } from './broker-config.ts';
import { field } from './field-config.ts';

const Broker = z
  .string()
  .trim()
  .max(260)
  .regex(/^(?:\[[0-9a-fA-F:.]+\]|[^\s:/\\?#@%[\]]+):\d{1,5}$/, 'has to be host:port');

const password = {
  username: field(Name, { title: 'User' }),
  password: field(Secret, { title: 'Password', secret: true }),
};

const Login = field(
  z.discriminatedUnion('type', [
    field(z.strictObject({ type: z.literal('none') }), { title: 'Nothing' }),
    field(z.strictObject({ type: z.literal('plain'), ...password }), { title: 'SASL PLAIN' }),
    field(z.strictObject({ type: z.literal('scram-sha-256'), ...password }), { title: 'SASL SCRAM-SHA-256' }),
    field(z.strictObject({ type: z.literal('scram-sha-512'), ...password }), { title: 'SASL SCRAM-SHA-512' }),
  ]),
  { title: 'Signs in with' },
).default({ type: 'none' });

export const KafkaConfig = z.strictObject({
  brokers: field(z.array(Broker).min(1, 'needs at least one broker').max(10), {
    title: 'Brokers',
    description:
      'Asked for the others of their cluster. Private addresses, the others’ too, are refused unless the installation allows them (OUTBOUND_ALLOW).',
    placeholder: 'broker.example.com:9093',
    origin: true,
  }),
  tls: Encrypted,
  ca: Ca,
  login: Login,
  // Kafka: letters, digits, dot, underscore, hyphen, at most 249 of them.
  topic: field(
    z
      .string()
      .min(1)
      .max(249)
      .regex(/^[a-zA-Z0-9._-]+$/, 'is not the name of a topic'),
    { title: 'Topic' },
  ),
  key: field(z.string().max(500), {
    title: 'Key',
    description: `What has the same key stays in order. Empty, the events are spread over the partitions. ${TEMPLATE_HINT}`,
  }).default('{{event.session_id}}'),
});
export type KafkaConfig = z.infer<typeof KafkaConfig>;
