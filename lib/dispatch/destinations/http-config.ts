import { z } from 'zod';
import { field } from './field-config.ts';
import { Headers, Url } from './shared-config.ts';

export const HttpConfig = z.strictObject({
  url: Url,
  headers: Headers,
  /** `whsec_` and 24 to 64 bytes in base64; made when absent. */
  signing_secret: field(
    z
      .string()
      .regex(/^(?:whsec_[A-Za-z0-9+/]{32,86}={0,2}|\u2022{8})$/, 'has to be whsec_ and base64')
      .optional(),
    {
      title: 'Signing secret',
      description:
        'Signs every request as Standard Webhooks does. Left empty, one is made and shown once, or the stored one stays.',
      placeholder: 'whsec_…',
      secret: true,
    },
  ),
});
export type HttpConfig = z.infer<typeof HttpConfig>;
