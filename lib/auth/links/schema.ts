import { z } from 'zod';
import { SignInInput } from '../schema.ts';

export const PasswordResetInput = SignInInput.pick({ email: true }).strict();
export type PasswordResetInput = z.output<typeof PasswordResetInput>;

const token = z.string().regex(/^[\w-]{43}$/, 'is not what a link carries');

export const LinkToken = z.strictObject({ token });
export type LinkToken = z.output<typeof LinkToken>;

export const LinkUse = z.strictObject({
  token,
  /** Where the link is one to set it. */
  password: z.string().min(8).max(128).optional(),
});
export type LinkUse = z.output<typeof LinkUse>;

/** What a link is good for, told to whoever holds it. */
export const AccountLink = z.object({
  purpose: z.enum(['reset', 'invitation', 'verification']),
  email: z.string(),
  name: z.string(),
  expires_at: z.iso.datetime(),
});
export type AccountLink = z.output<typeof AccountLink>;
