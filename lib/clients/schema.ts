import { z } from 'zod';
import { Flag, Line, Moment, SearchText } from '#lib/platform/schema.ts';

const MAX_LIFETIME_SECONDS = 86_400;

/** What a client may be given besides sending events. */
export const CLIENT_SCOPES = ['authz:check'] as const;
const ClientScope = z.enum(CLIENT_SCOPES);
export type ClientScope = z.output<typeof ClientScope>;

const settings = {
  name: Line,
  enabled: z.boolean(),
  /** Empty: every category. */
  allowed_categories: z
    .array(Line)
    .max(100)
    .transform((names) => [...new Set(names)]),
  /** Empty: from anywhere. */
  address_ranges: z
    .array(
      z.union(
        [z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()],
        'is not an address or a range such as 10.0.0.0/8',
      ),
    )
    .max(100)
    .transform((ranges) => [...new Set(ranges)]),
  /** What it may do besides sending events: `authz:check` asks what users may do. */
  scopes: z
    .array(ClientScope)
    .max(10)
    .transform((names) => [...new Set(names)]),
  /** Calls that bring events; null: as many as it likes. */
  calls_per_second: z.int().min(1).max(100_000).nullable(),
  /** Every token that the client signs counts once. */
  one_time_tokens: z.boolean(),
  /** Null: never. */
  expires_at: Moment.nullable(),
  max_token_lifetime_seconds: z.int().min(1).max(MAX_LIFETIME_SECONDS),
};

export const CLIENT_DEFAULTS = { enabled: true, max_token_lifetime_seconds: 10_800 };

/** What is left out follows CLIENT_DEFAULTS: every category, any address, no limit, no end. */
export const ClientInput = z.strictObject(settings).partial().required({ name: true });
export type ClientInput = z.output<typeof ClientInput>;

export const ClientChange = z.strictObject(settings).partial();
export type ClientChange = z.output<typeof ClientChange>;

export const ClientsQuery = z.strictObject({
  q: SearchText.optional(),
  enabled: Flag.optional(),
});
export type ClientsQuery = z.output<typeof ClientsQuery>;

const ClientSecret = z.object({
  id: z.string(),
  /** The first and last characters, to tell one secret from another. */
  prefix: z.string(),
  last_four: z.string(),
  created_at: z.iso.datetime(),
  /** Null for the current one. */
  expires_at: z.iso.datetime().nullable(),
  last_used_at: z.iso.datetime().nullable(),
  /** Calls with its tokens since the last rotation. */
  calls: z.number(),
});

export const Client = z.object({
  client_id: z.string(),
  name: z.string(),
  enabled: z.boolean(),
  auth_id: z.string(),
  allowed_categories: z.array(z.string()),
  address_ranges: z.array(z.string()),
  scopes: z.array(ClientScope),
  one_time_tokens: z.boolean(),
  calls_per_second: z.number().nullable(),
  max_token_lifetime_seconds: z.number(),
  expires_at: z.iso.datetime().nullable(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
  last_used_at: z.iso.datetime().nullable(),
  secrets: z.array(ClientSecret),
  /** While a rotation is under way: which part of the calls since then came with the old secret, 0 to 1; null without calls. */
  old_secret_share: z.number().nullable(),
});
export type Client = z.output<typeof Client>;

/** How long the old secret stays good beside the new one. */
export const OVERLAPS = ['now', '1h', '24h', '3d', '7d'] as const;
export type Overlap = (typeof OVERLAPS)[number];
export const OVERLAP_SECONDS: Readonly<Record<Overlap, number>> = {
  now: 0,
  '1h': 3_600,
  '24h': 86_400,
  '3d': 259_200,
  '7d': 604_800,
};
export const RotateInput = z.strictObject({ overlap: z.enum(OVERLAPS) });

/** With the new secret key, told this once. */
export const RotatedClient = Client.extend({ secret_key: z.string() });
export type RotatedClient = z.output<typeof RotatedClient>;

/** With both secrets, told this once: `secret_key` signs tokens, `auth_id` and `secret` open sessions. */
export const CreatedClient = Client.extend({ secret_key: z.string(), secret: z.string() });
export type CreatedClient = z.output<typeof CreatedClient>;

export const TestToken = z.object({ token: z.string(), expires_at: z.iso.datetime() });
export type TestToken = z.output<typeof TestToken>;

/** What a client signs in with; both are told when it is made. */
export const SessionInput = z.strictObject({
  authId: z.string().min(2).max(100),
  secret: z.string().min(2).max(200),
});
export type SessionInput = z.output<typeof SessionInput>;

export const SessionRefreshInput = z.strictObject({ refresh_token: z.string().min(1).max(1_000) });

/** Text in the bounds and with the words of the events proxy. */
const bounded = (min: number, max: number) =>
  z
    .string('must be a string')
    .min(min, `must be longer than or equal to ${min} characters`)
    .max(max, `must be shorter than or equal to ${max} characters`);

/** As clients of the events proxy send them; what is unknown is left aside. */
export const EarlierSessionInput = z.object({ authId: bounded(2, 100), secret: bounded(2, 200) });
export const EarlierRefreshInput = z.object({ refreshToken: bounded(1, 1_000) });

export const SessionTokens = z.object({
  id: z.string(),
  access_token: z.string(),
  access_token_expires_at: z.iso.datetime(),
  refresh_token: z.string(),
  refresh_token_expires_at: z.iso.datetime(),
  started_at: z.iso.datetime(),
});
export type SessionTokens = z.output<typeof SessionTokens>;
