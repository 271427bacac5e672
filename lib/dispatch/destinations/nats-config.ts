import { z } from 'zod';
import { Ca, Encrypted, Host, Name, port, Secret, TEMPLATE_HINT } from './broker-config.ts';
import { field } from './field-config.ts';

const Login = field(
  z.discriminatedUnion('type', [
    field(z.strictObject({ type: z.literal('none') }), { title: 'Nothing' }),
    field(
      z.strictObject({
        type: z.literal('password'),
        username: field(Name, { title: 'User' }),
        password: field(Secret, { title: 'Password', secret: true }),
      }),
      { title: 'User and password' },
    ),
    field(
      z.strictObject({ type: z.literal('token'), token: field(Secret, { title: 'Token', secret: true }) }),
      { title: 'Token' },
    ),
    field(
      z.strictObject({
        type: z.literal('nkey'),
        seed: field(z.string().regex(/^(?:S[A-Z2-7]{57}|•{8})$/, 'is not the seed of an NKey'), {
          title: 'Seed',
          description: '58 letters and digits that begin with SU.',
          secret: true,
        }),
      }),
      { title: 'NKey' },
    ),
    field(
      z.strictObject({
        type: z.literal('creds'),
        creds: field(z.string().trim().max(20_000), {
          title: 'Credentials',
          description: 'The content of a .creds file.',
          widget: 'multiline',
          secret: true,
        }),
      }),
      { title: 'Credentials file' },
    ),
  ]),
  { title: 'Signs in with' },
).default({ type: 'none' });

export const NatsConfig = z.strictObject({
  host: Host,
  port: port(4222),
  tls: Encrypted,
  ca: Ca,
  login: Login,
  subject: field(z.string().min(1).max(500), { title: 'Subject', description: TEMPLATE_HINT }).default(
    'events.{{event.category}}',
  ),
  mode: field(z.enum(['jetstream', 'core']), {
    title: 'Delivered when',
    labels: {
      jetstream: 'A stream stored it (JetStream)',
      core: 'The server took it, whether somebody listens or not',
    },
  }).default('jetstream'),
});
export type NatsConfig = z.infer<typeof NatsConfig>;
