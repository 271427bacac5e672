import { z } from 'zod';

const Address = z.email('is no e-mail address').max(254);
const Written = z.string().trim().min(1);

/** What an administrator says of the mail server. A password that is not given stays as it is; null takes it away. */
export const MailSettingsInput = z
  .strictObject({
    host: Written.max(253),
    port: z.int().min(1).max(65_535).default(587),
    tls: z.enum(['starttls', 'implicit', 'none']).default('starttls'),
    /** In PEM, where no public authority signed the server's certificate. */
    ca: Written.max(20_000)
      .regex(/^-----BEGIN CERTIFICATE-----/, 'is no certificate in PEM')
      .nullable()
      .default(null),
    user: Written.max(320).nullable().default(null),
    password: z.string().min(1).max(1_000).nullable().optional(),
    from_address: Address,
    from_name: Written.max(100)
      .regex(/^\P{Cc}*$/u, 'holds a control character')
      .default('The Eye'),
  })
  .refine(({ user, password }) => user !== null || typeof password !== 'string', {
    path: ['user'],
    message: 'is needed where there is a password',
  });
export type MailSettingsInput = z.output<typeof MailSettingsInput>;

export const MailSettings = z.object({
  host: z.string(),
  port: z.number(),
  tls: z.enum(['starttls', 'implicit', 'none']),
  ca: z.string().nullable(),
  user: z.string().nullable(),
  has_password: z.boolean(),
  from_address: z.string(),
  from_name: z.string(),
  updated_at: z.iso.datetime(),
});
export type MailSettings = z.output<typeof MailSettings>;

/** Null where none is set up: the product then sends no mail. */
export const MailSetup = z.object({
  settings: MailSettings.nullable(),
  /** Where the links in its mail lead. */
  public_url: z.string(),
});
export type MailSetup = z.output<typeof MailSetup>;

export const TrialMail = z.strictObject({ to: Address });
export type TrialMail = z.output<typeof TrialMail>;

/** What the mail server said, word for word. */
export const TrialResult = z.object({ sent: z.boolean(), answer: z.string() });
export type TrialResult = z.output<typeof TrialResult>;
