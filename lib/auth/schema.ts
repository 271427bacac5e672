import { z } from 'zod';
import { Flag, Line, SearchText } from '#lib/platform/schema.ts';

/** Sign-in: neither field says what a new password or address would have to be like. */
export const SignInInput = z.object({
  email: z
    .string()
    .min(1)
    .max(254)
    .regex(/^[^\0]*$/, 'holds the character U+0000'),
  password: z.string().min(1).max(128),
  /** Of the second factor, where there is one: six digits of the authenticator, or a recovery code. */
  code: z.string().trim().min(1).max(64).optional(),
});

const roles = z
  .array(z.string().min(1).max(80))
  .max(50)
  .transform((names) => [...new Set(names)]);

export const UserInput = z.strictObject({
  email: z
    .string()
    .trim()
    .max(254)
    .regex(/^[^\s@]+@[^\s@]+$/, 'is no e-mail address'),
  name: Line,
  roles: roles.default([]),
  /** Has a link sent with which he chooses his password, in place of a first password told here. */
  invite: z.boolean().default(false),
});
export type UserInput = z.output<typeof UserInput>;

const PersonName = Line.max(64).nullable();

/** What a stranger says of himself; the address comes under the same rules as an administrator's. */
export const Registration = UserInput.pick({ email: true }).extend({
  /** Length is what counts; no rules about kinds of characters. */
  password: z.string().min(8).max(128),
  first_name: PersonName.default(null),
  last_name: PersonName.default(null),
});
export type Registration = z.output<typeof Registration>;

export const UserChange = z
  .strictObject({
    email: UserInput.shape.email,
    name: Line,
    first_name: PersonName,
    last_name: PersonName,
    enabled: z.boolean(),
    roles,
    /** Of whoever changes his own address. */
    password: z.string().min(1).max(128),
  })
  .partial();
export type UserChange = z.output<typeof UserChange>;

export const PasswordChange = z.strictObject({
  old_password: z.string().min(1).max(128),
  /** Length is what counts; no rules about kinds of characters. */
  new_password: z.string().min(8).max(128),
});
export type PasswordChange = z.output<typeof PasswordChange>;

export const UsersQuery = z.strictObject({
  q: SearchText.optional(),
  enabled: Flag.optional(),
  role: SearchText.optional(),
});
export type UsersQuery = z.output<typeof UsersQuery>;

export const User = z.object({
  id: z.string(),
  /** The same, as other services call it. */
  uuid: z.string(),
  email: z.string(),
  name: z.string(),
  first_name: z.string().nullable(),
  last_name: z.string().nullable(),
  enabled: z.boolean(),
  roles: z.array(z.string()),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
  last_sign_in_at: z.iso.datetime().nullable(),
  /** While an invitation is open. */
  invited_at: z.iso.datetime().nullable(),
  /** When mail to this address last proved to reach him. */
  email_verified_at: z.iso.datetime().nullable(),
  live_sessions: z.number(),
});
export type User = z.output<typeof User>;

/** With the first password, told this once; null for who was invited. */
export const CreatedUser = User.extend({ password: z.string().nullable() });
export type CreatedUser = z.output<typeof CreatedUser>;

/** With all he may do, directly and through roles. */
export const UserWithPermissions = User.extend({
  permissions: z.array(z.string()),
  /** The newest mail that was sent to him about his account. */
  last_mail: z
    .object({
      kind: z.string(),
      state: z.enum(['waiting', 'sent', 'failed']),
      error: z.string().nullable(),
      at: z.iso.datetime(),
    })
    .nullable(),
});
export type UserWithPermissions = z.output<typeof UserWithPermissions>;

export const UserSession = z.object({
  id: z.string(),
  kind: z.enum(['console', 'api']),
  address: z.string().nullable(),
  user_agent: z.string().nullable(),
  created_at: z.iso.datetime(),
  last_seen_at: z.iso.datetime(),
  expires_at: z.iso.datetime(),
  /** The one that asks. */
  current: z.boolean(),
});
export type UserSession = z.output<typeof UserSession>;

export const UserSessionParams = z.object({
  id: z.guid('is not an id').toLowerCase(),
  session: z.guid('is not an id').toLowerCase(),
});

export const UserLogin = z.object({
  uuid: z.string(),
  time: z.iso.datetime(),
  kind: z.enum(['console', 'api']),
  ip_address: z.string().nullable(),
  user_agent: z.string().nullable(),
});
export type UserLogin = z.output<typeof UserLogin>;

export const Self = z.object({
  user: z.object({ id: z.string(), email: z.string(), name: z.string() }),
  /** Expanded: whoever holds everything has every name here. */
  permissions: z.array(z.string()),
  session: UserSession.omit({ current: true }),
});
export type Self = z.output<typeof Self>;
