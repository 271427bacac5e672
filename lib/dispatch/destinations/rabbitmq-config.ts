import { z } from 'zod';
import { Ca, Encrypted, Host, Name, port, Secret, TEMPLATE_HINT } from './broker-config.ts';
import { field } from './field-config.ts';

export const RabbitmqConfig = z.strictObject({
  host: Host,
  port: port(5671),
  tls: Encrypted,
  ca: Ca,
  vhost: field(Name, { title: 'Virtual host' }).default('/'),
  username: field(Name, { title: 'User' }),
  password: field(Secret, { title: 'Password', secret: true }),
  exchange: field(z.string().max(255), {
    title: 'Exchange',
    description: 'Left empty, the routing key is the name of a queue.',
  }).default(''),
  routing_key: field(z.string().max(500), { title: 'Routing key', description: TEMPLATE_HINT }).default(
    '{{event.category}}',
  ),
});
export type RabbitmqConfig = z.infer<typeof RabbitmqConfig>;
