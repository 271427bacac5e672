import { z } from 'zod';

/** Stands in the place of every secret that is read back; sent again, it keeps the stored one. */
export const SECRET_MASK = '••••••••';

const Url = z.url({ protocol: /^https?$/, message: 'has to be an http(s) address' }).max(2_000);

/** Headers that the client sets itself; a configured one would break the request or hide its signature. */
const RESERVED =
  /^(host|content-length|content-type|transfer-encoding|connection|keep-alive|upgrade|te|trailer|expect|accept-encoding|webhook-.*|proxy-.*)$/i;

const Headers = z
  .record(
    z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/, 'is not a header name'),
    z.string().regex(/^(?:[\x20-\x7e]{0,4000}|\u2022{8})$/, 'has to be printable ASCII'),
  )
  .refine((headers) => Object.keys(headers).length <= 20, 'at most 20 headers')
  .refine((headers) => !Object.keys(headers).some((name) => RESERVED.test(name)), {
    message: 'holds a header that is set by the delivery itself',
  })
  .default({});

/** Everything in it has a default, so it may be left out. */
export const LogConfig = z
  .strictObject({ level: z.enum(['debug', 'info', 'warn']).default('info') })
  .prefault({});

export const HttpConfig = z.strictObject({
  url: Url,
  headers: Headers,
  /** `whsec_` and 24 to 64 bytes in base64; made when absent. */
  signing_secret: z
    .union([
      z.string().regex(/^whsec_[A-Za-z0-9+/]{32,86}={0,2}$/, 'has to be whsec_ and base64'),
      z.literal(SECRET_MASK),
    ])
    .optional(),
});

const DEFAULT_MUTATION =
  'mutation ProcessEvent($input: ProcessEventInput!) { processEvent(input: $input) { id } }';

/** `{{path}}` alone in a string takes the value as it is, inside a longer text as text. */
const DEFAULT_VARIABLES = {
  input: {
    id: '{{event.original_id}}',
    name: '{{event.name}}',
    body: '{{event.body}}',
    timestamp: '{{event.timestamp}}',
    brand: '{{event.attributes.brand}}',
  },
};

export const GraphqlConfig = z.strictObject({
  url: Url,
  headers: Headers,
  mutation: z.string().trim().min(1).max(20_000).default(DEFAULT_MUTATION),
  variables: z.record(z.string().max(100), z.json()).default(DEFAULT_VARIABLES),
});

export const CONFIGS = { log: LogConfig, http: HttpConfig, graphql: GraphqlConfig } as const;
export type DestinationKind = keyof typeof CONFIGS;
export const DESTINATION_KINDS = Object.keys(CONFIGS) as [DestinationKind, ...DestinationKind[]];

export type LogConfig = z.infer<typeof LogConfig>;
export type HttpConfig = z.infer<typeof HttpConfig>;
export type GraphqlConfig = z.infer<typeof GraphqlConfig>;
