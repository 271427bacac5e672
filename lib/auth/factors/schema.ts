import { z } from 'zod';
import { Line } from '#lib/platform/schema.ts';

/** Whoever changes his own factors shows that it is him. */
export const WithPassword = z.strictObject({ password: z.string().min(1).max(128).optional() });
export type WithPassword = z.output<typeof WithPassword>;

export const TotpConfirmation = z.strictObject({
  code: z
    .string()
    .trim()
    .regex(/^\d{6}$/, 'is not six digits'),
});
export type TotpConfirmation = z.output<typeof TotpConfirmation>;

/** Told this once, to be put into an authenticator. */
export const NewTotp = z.object({ secret: z.string(), uri: z.string() });
export type NewTotp = z.output<typeof NewTotp>;

export const Passkey = z.object({
  id: z.string(),
  name: z.string(),
  /** Kept on more than one device. */
  backed_up: z.boolean(),
  created_at: z.iso.datetime(),
  last_used_at: z.iso.datetime().nullable(),
});
export type Passkey = z.output<typeof Passkey>;

export const Factors = z.object({
  totp: z.object({ confirmed_at: z.iso.datetime() }).nullable(),
  passkeys: z.array(Passkey),
  recovery_codes_left: z.number(),
});
export type Factors = z.output<typeof Factors>;

/** Recovery codes are there when this was the first factor, and are told this once. */
export const AddedFactor = z.object({ recovery_codes: z.array(z.string()).nullable() });
export type AddedFactor = z.output<typeof AddedFactor>;

const Base64Url = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[\w-]+$/, 'is not base64url');
const credential = { id: Base64Url(1_400), rawId: Base64Url(1_400), type: z.literal('public-key') };
/** Extensions and hints, which nothing here depends on. */
const loose = {
  authenticatorAttachment: z.string().max(40).nullish(),
  clientExtensionResults: z.record(z.string(), z.unknown()).default({}),
};

/** `RegistrationResponseJSON` of WebAuthn level 3. */
export const PasskeyInput = z.strictObject({
  name: Line.max(80),
  response: z.object({
    ...credential,
    ...loose,
    response: z.object({
      clientDataJSON: Base64Url(8_000),
      attestationObject: Base64Url(40_000),
      transports: z.array(z.string().max(40)).max(10).optional(),
    }),
  }),
});
export type PasskeyInput = z.output<typeof PasskeyInput>;

/** `AuthenticationResponseJSON` of WebAuthn level 3. */
export const PasskeyAssertion = z.object({
  ...credential,
  ...loose,
  response: z.object({
    clientDataJSON: Base64Url(8_000),
    authenticatorData: Base64Url(8_000),
    signature: Base64Url(8_000),
    userHandle: Base64Url(200).nullish(),
  }),
});
export type PasskeyAssertion = z.output<typeof PasskeyAssertion>;
