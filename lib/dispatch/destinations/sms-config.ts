import { z } from 'zod';
import { refuseTemplateFaults } from '../templates/schema.ts';
import { field } from './field-config.ts';
import { HttpUrl } from './shared-config.ts';

const PhoneNumber = z
  .string()
  .regex(/^\+[1-9]\d{6,14}$/, 'has to be an international number such as +441632960001');

const Sender = field(
  z.discriminatedUnion('type', [
    field(
      z.strictObject({
        type: z.literal('number'),
        from: field(
          z.string().regex(/^(?:\+[1-9]\d{6,14}|\d{3,8}|(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11})$/, {
            message: 'has to be a number such as +441632960001, a short code or up to 11 letters',
          }),
          { title: 'From', description: 'A number of the account, a short code or a name.' },
        ),
      }),
      { title: 'A number or name' },
    ),
    field(
      z.strictObject({
        type: z.literal('service'),
        messaging_service_sid: field(
          z.string().regex(/^MG[0-9a-fA-F]{32}$/, 'has to be MG and 32 hexadecimal digits'),
          { title: 'Messaging service' },
        ),
      }),
      { title: 'A messaging service' },
    ),
  ]),
  { title: 'Sent from' },
);

const Twilio = field(
  z.strictObject({
    type: z.literal('twilio'),
    account_sid: field(z.string().regex(/^AC[0-9a-fA-F]{32}$/, 'has to be AC and 32 hexadecimal digits'), {
      title: 'Account',
      placeholder: 'AC…',
    }),
    key_sid: field(z.string().regex(/^SK[0-9a-fA-F]{32}$/, 'has to be SK and 32 hexadecimal digits'), {
      title: 'API key',
      description: 'Left empty, the secret is the auth token of the account.',
      placeholder: 'SK…',
    }).optional(),
    secret: field(z.string().min(1).max(500), { title: 'Secret of the key, or auth token', secret: true }),
    sender: Sender,
    api_url: field(HttpUrl, {
      title: 'API address',
      description: 'Another one for a region, or a gateway that speaks the same.',
      origin: true,
    }).default('https://api.twilio.com'),
  }),
  { title: 'Twilio' },
);

/**
 * One recipient: a message that was taken cannot be taken back, and no provider tells a repeat. With several, those who
 * have it would get it again whenever another one fails; each one's destination has its own attempts instead.
 */
export const SmsConfig = z.strictObject({
  provider: field(z.discriminatedUnion('type', [Twilio]), { title: 'Provider' }),
  to: field(PhoneNumber, {
    title: 'To',
    description:
      'One number. For several people make a destination each: nobody gets it twice because another fails.',
    placeholder: '+441632960001',
  }),
  text: field(z.string().trim().min(1).max(1_600).superRefine(refuseTemplateFaults), {
    title: 'Text',
    description:
      '{{event.name}} becomes what the event has there. At most 1,600 characters are sent; what is longer is cut.',
    widget: 'multiline',
    prose: true,
  }).default('{{event.category}}: {{event.name}}'),
});
export type SmsConfig = z.infer<typeof SmsConfig>;
