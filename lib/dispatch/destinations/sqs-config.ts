import { z } from 'zod';
import { Secret, TEMPLATE_HINT } from './broker-config.ts';
import { field } from './field-config.ts';
import { HttpUrl } from './shared-config.ts';

export const SqsConfig = z.strictObject({
  queue_url: field(HttpUrl, {
    title: 'Queue',
    description:
      'Its URL. A name that ends in .fifo is a FIFO queue. Private addresses are refused unless the installation allows them (OUTBOUND_ALLOW).',
    placeholder: 'https://sqs.eu-central-1.amazonaws.com/123456789012/events',
    origin: true,
  }),
  region: field(z.string().regex(/^[a-z]{2,4}(?:-[a-z]+)+-\d{1,2}$/, 'is not the name of a region'), {
    title: 'Region',
    placeholder: 'eu-central-1',
  }),
  access_key_id: field(z.string().regex(/^\w{16,128}$/, 'is not the id of an access key'), {
    title: 'Access key id',
  }),
  secret_access_key: field(Secret, { title: 'Secret access key', secret: true }),
  group_id: field(z.string().max(500), {
    title: 'Message group',
    description: `Of a FIFO queue: what has the same group stays in order. ${TEMPLATE_HINT}`,
  }).default('{{event.session_id}}'),
});
export type SqsConfig = z.infer<typeof SqsConfig>;
