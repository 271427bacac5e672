import { z } from 'zod';
import { refuseTemplateFaults } from '../templates/schema.ts';
import { field } from './field-config.ts';

const TEMPLATE_HINT =
  '{{event.name}} becomes what the event has there. Paths: event.id, external_id, name, body, timestamp, category, session_id, severity, verdict, attributes, data; delivery.id.';

const DEFAULT_TEXT = `{{event.name}}

Category: {{event.category}}
Severity: {{event.severity}}
Verdict:  {{event.verdict}}
Time:     {{event.timestamp}}
Event:    {{event.id}}

{{event.body}}
`;

const Address = z.email('is no e-mail address').max(254);

const Login = field(
  z.discriminatedUnion('type', [
    field(z.strictObject({ type: z.literal('none') }), { title: 'Nothing' }),
    field(
      z.strictObject({
        type: z.literal('password'),
        user: field(z.string().min(1).max(320), { title: 'User' }),
        password: field(z.string().min(1).max(1_000), { title: 'Password', secret: true }),
      }),
      { title: 'User and password' },
    ),
  ]),
  { title: 'Signs in with' },
).default({ type: 'none' });

export const EmailConfig = z.strictObject({
  host: field(z.string().trim().min(1).max(253), {
    title: 'Mail server',
    description: 'Private addresses are refused unless the installation allows them (OUTBOUND_ALLOW).',
    placeholder: 'smtp.example.com',
    origin: true,
  }),
  port: field(z.int().min(1).max(65_535), {
    title: 'Port',
    description: '587 for STARTTLS, 465 for TLS from the start.',
    origin: true,
  }).default(587),
  tls: field(z.enum(['starttls', 'implicit', 'none']), {
    title: 'Encryption',
    description: 'Without it, mail goes only to servers that the installation allows (OUTBOUND_ALLOW).',
    labels: { starttls: 'STARTTLS, required', implicit: 'TLS from the start', none: 'None' },
    origin: true,
  }).default('starttls'),
  ca: field(
    z
      .string()
      .trim()
      .max(20_000)
      .regex(/^-----BEGIN CERTIFICATE-----/, 'is no certificate in PEM'),
    {
      title: 'Certificate authority',
      description: 'In PEM, where the server has a certificate that no public authority signed.',
      widget: 'multiline',
      placeholder: '-----BEGIN CERTIFICATE-----',
    },
  ).optional(),
  login: Login,
  from: field(Address, { title: 'From', placeholder: 'eye@example.com' }),
  from_name: field(
    z
      .string()
      .trim()
      .min(1)
      .max(100)
      .regex(/^\P{Cc}*$/u, 'holds a control character'),
    {
      title: 'Name of the sender',
      prose: true,
    },
  ).optional(),
  to: field(z.array(Address).min(1, 'needs at least one address').max(20), {
    title: 'To',
    description: 'All of them see each other.',
    placeholder: 'oncall@example.com',
  }),
  cc: field(z.array(Address).max(20), { title: 'Copy to' }).optional(),
  reply_to: field(Address, { title: 'Answers go to' }).optional(),
  subject: field(z.string().trim().min(1).max(500).superRefine(refuseTemplateFaults), {
    title: 'Subject',
    prose: true,
  }).default('{{event.category}}: {{event.name}}'),
  text: field(z.string().min(1).max(20_000).superRefine(refuseTemplateFaults), {
    title: 'Text',
    description: TEMPLATE_HINT,
    widget: 'multiline',
    prose: true,
  }).default(DEFAULT_TEXT),
  html: field(z.string().max(50_000).superRefine(refuseTemplateFaults), {
    title: 'HTML',
    description: 'With the same places; their values are escaped. Left empty, one is made of the event.',
    widget: 'multiline',
  }).optional(),
});
export type EmailConfig = z.infer<typeof EmailConfig>;
