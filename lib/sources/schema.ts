import { z } from 'zod';
import { type Overlap, RotateInput } from '#lib/clients/schema.ts';
import { Flag, Line, SearchText } from '#lib/platform/schema.ts';

/** How senders sign what they send. */
export const SOURCE_SCHEMES = [
  'sqreen',
  'standard-webhooks',
  'github',
  'stripe',
  'shopify',
  'slack',
  'generic',
  'unverified',
] as const;
export type SourceScheme = (typeof SOURCE_SCHEMES)[number];

/** At most so many elements where a sender sends arrays. */
export const MAX_ELEMENTS_PER_DELIVERY = 1_000;

/** A signed time may lie so far from ours, in either direction. */
export const REPLAY_WINDOW_SECONDS = 300;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Stands in an address as it is, and cannot be taken for the id of another source. */
const SourceName = z
  .string()
  .trim()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
    'has to be 1 to 64 letters, digits, dots, dashes or underscores',
  )
  .refine((name) => !UUID.test(name), 'looks like an id');

const HeaderName = z
  .string()
  .trim()
  .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/, 'is not a header name');

const NamePath = z
  .string()
  .trim()
  .regex(/^[^\s.]{1,100}(\.[^\s.]{1,100}){0,9}$/, 'has to be a path such as event.type');

/** Where a scheme of one's own says what a delivery is. */
const told = {
  /** Holds the delivery's id: what comes again with it is not taken twice. */
  id_header: HeaderName.nullable().default(null),
  /** Where the body says what happened, `event.type` say: it becomes the name of the event. */
  name_path: NamePath.nullable().default(null),
};

const PLACES = /\{(timestamp|id|body)\}/g;
const placesOf = (text: string): string[] => [...text.matchAll(PLACES)].map(([, place]) => place as string);

const GenericSettings = z
  .strictObject({
    /** Holds the signature. */
    header: HeaderName,
    hash: z.enum(['sha256', 'sha1', 'sha512']).default('sha256'),
    encoding: z.enum(['hex', 'base64']).default('hex'),
    /** Stands before the signature, `sha256=` say. */
    prefix: z
      .string()
      .regex(/^[\x20-\x7e]{0,40}$/, 'has to be printable ASCII')
      .default(''),
    /** Holds the time of sending: Unix seconds, milliseconds, or ISO 8601. */
    timestamp_header: HeaderName.nullable().default(null),
    /** What is signed; left out: the body, with the timestamp and a dot before it where there is one. */
    signed_content: z.string().min(6).max(200).nullable().default(null),
    ...told,
  })
  .superRefine((given, context) => {
    const fault = (path: string, message: string): void =>
      context.addIssue({ code: 'custom', path: [path], message });
    const content = given.signed_content;
    if (content === null) return;
    const places = placesOf(content);
    if (places.filter((place) => place === 'body').length !== 1)
      fault('signed_content', 'has to hold {body}, once');
    if (given.timestamp_header !== null && !places.includes('timestamp'))
      fault('signed_content', 'has to hold {timestamp}: a time that is not signed is anybody’s');
    if (given.timestamp_header === null && places.includes('timestamp'))
      fault('timestamp_header', 'is needed for {timestamp}');
    if (given.id_header === null && places.includes('id')) fault('id_header', 'is needed for {id}');
  });
export type GenericSettings = z.output<typeof GenericSettings>;

const UnverifiedSettings = z.strictObject(told).prefault({});
export type UnverifiedSettings = z.output<typeof UnverifiedSettings>;

const NoSettings = z.strictObject({}).prefault({});

export const SOURCE_SETTINGS = {
  sqreen: NoSettings,
  'standard-webhooks': NoSettings,
  github: NoSettings,
  stripe: NoSettings,
  shopify: NoSettings,
  slack: NoSettings,
  generic: GenericSettings,
  unverified: UnverifiedSettings,
} as const satisfies Record<SourceScheme, z.ZodType>;

const Secret = z
  .string()
  .min(1)
  .max(1_000)
  .regex(/^\P{C}*$/u, 'holds a control character');

const shared = {
  name: SourceName,
  enabled: z.boolean(),
  category: Line,
  /** Null: none. */
  own_application_id: Line.nullable(),
};

const inputs = SOURCE_SCHEMES.map((scheme) =>
  z.strictObject({
    ...shared,
    enabled: shared.enabled.default(true),
    /** Left out: the name of the source. */
    category: shared.category.optional(),
    own_application_id: shared.own_application_id.default(null),
    scheme: z.literal(scheme),
    settings: SOURCE_SETTINGS[scheme],
    /** Left out: one is made. Null: none yet, and every call is refused. */
    secret: Secret.nullish(),
  }),
);
type Inputs = [(typeof inputs)[number], ...typeof inputs];

export const SourceInput = z.discriminatedUnion('scheme', inputs as Inputs);
export type SourceInput = z.output<typeof SourceInput>;

/** What may be changed: the scheme stays. `settings` replaces the old ones as a whole and is checked by the scheme. */
export const SourceChange = z
  .strictObject({ ...shared, settings: z.record(z.string(), z.unknown()) })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'names nothing to change');
export type SourceChange = z.output<typeof SourceChange>;

export const SourcesQuery = z.strictObject({
  /** Part of the name. */
  q: SearchText.optional(),
  scheme: z.enum(SOURCE_SCHEMES).optional(),
  enabled: Flag.optional(),
});
export type SourcesQuery = z.output<typeof SourcesQuery>;

const SourceSecret = z.object({
  id: z.string(),
  last_four: z.string(),
  created_at: z.iso.datetime(),
  /** Null for the current one. */
  expires_at: z.iso.datetime().nullable(),
  last_used_at: z.iso.datetime().nullable(),
  /** Calls signed with it since the last rotation. */
  calls: z.number(),
});

export const Source = z.object({
  id: z.string(),
  name: z.string(),
  scheme: z.enum(SOURCE_SCHEMES),
  enabled: z.boolean(),
  category: z.string(),
  own_application_id: z.string().nullable(),
  settings: z.record(z.string(), z.unknown()),
  /** What the sender calls, below the address of this installation. */
  path: z.string(),
  /** Whether a sample can be signed here: not with a public key, and not without a secret. */
  can_sign: z.boolean(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
  last_used_at: z.iso.datetime().nullable(),
  secrets: z.array(SourceSecret),
  /** While a rotation is under way: which part of the calls since then came with the old secret, 0 to 1; null without calls. */
  old_secret_share: z.number().nullable(),
});
export type Source = z.output<typeof Source>;

/** `secret` is told when it was made or set here, and never again. */
export const CreatedSource = Source.extend({ secret: z.string().optional() });
export type CreatedSource = z.output<typeof CreatedSource>;

/** `secret` is the sender's new one; left out, one is made. */
export const SourceRotation = RotateInput.extend({ secret: Secret.optional() });
export type SourceRotation = { overlap: Overlap; secret?: string | undefined };

/** What a sample was answered by the very path that senders take. */
export const SampleResult = z.object({
  request: z.object({ path: z.string(), headers: z.record(z.string(), z.string()), body: z.string() }),
  status: z.number(),
  body: z.string(),
  event_ids: z.array(z.string()),
});
export type SampleResult = z.output<typeof SampleResult>;
