import { z } from 'zod';
import { field } from './field-config.ts';

/** Stands in the place of every secret that is read back; sent again, it keeps the stored one. */
export const SECRET_MASK = '••••••••';

export const HttpUrl = z.url({ protocol: /^https?$/, message: 'has to be an http(s) address' }).max(2_000);

export const Url = field(HttpUrl, {
  title: 'Address',
  description:
    'http or https. Private addresses are refused unless the installation allows them (OUTBOUND_ALLOW).',
  placeholder: 'https://hooks.example.com/eye',
  origin: true,
});

/** Headers that the client sets itself; a configured one would break the request or hide its signature. */
const RESERVED =
  /^(host|content-length|content-type|transfer-encoding|connection|keep-alive|upgrade|te|trailer|expect|accept-encoding|webhook-.*|proxy-.*)$/i;

export const Headers = field(
  z
    .record(
      z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/, 'is not a header name'),
      z.string().regex(/^(?:[\x20-\x7e]{0,4000}|\u2022{8})$/, 'has to be printable ASCII'),
    )
    .refine((headers) => Object.keys(headers).length <= 20, 'at most 20 headers')
    .refine((headers) => !Object.keys(headers).some((name) => RESERVED.test(name)), {
      message: 'holds a header that is set by the delivery itself',
    }),
  {
    title: 'Headers',
    description: 'Sent with every request. Their values are stored encrypted and never shown again.',
    placeholder: 'Authorization',
    secret: true,
    maxItems: 20,
  },
).default({});
