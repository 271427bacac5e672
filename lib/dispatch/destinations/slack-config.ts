import { z } from 'zod';
import { refuseTemplateFaults } from '../templates/schema.ts';
import { field } from './field-config.ts';
import { HttpUrl, SECRET_MASK } from './shared-config.ts';

const webhookAddress = z
  .string()
  .max(2_000)
  .refine((text) => text === SECRET_MASK || /^https?:\/\/[^\s/]+\/\S+$/.test(text), {
    message: 'has to be the http(s) address of an incoming webhook',
  });

const Webhook = field(
  z.strictObject({
    type: z.literal('webhook'),
    // Whoever has it may post: it is the secret itself.
    url: field(webhookAddress, {
      title: 'Webhook address',
      description: 'Of an app with incoming webhooks; it decides the channel. It counts as a secret.',
      placeholder: 'https://hooks.slack.com/services/…',
      secret: true,
    }),
  }),
  { title: 'An incoming webhook' },
);

const Bot = field(
  z.strictObject({
    type: z.literal('bot'),
    token: field(z.string().regex(/^[\x21-\x7e]{1,500}$|^\u2022{8}$/, 'is no token'), {
      title: 'Bot token',
      description: 'With the scope chat:write; the app has to be in the channel.',
      placeholder: 'xoxb-…',
      secret: true,
    }),
    channel: field(z.string().trim().min(1).max(100), {
      title: 'Channel',
      description: 'The id of a channel, or of a person for a direct message.',
      placeholder: 'C0123456789',
    }),
    api_url: field(HttpUrl, {
      title: 'API address',
      description: 'Another one for servers that speak as Slack does.',
      origin: true,
    }).default('https://slack.com/api'),
  }),
  { title: 'A bot token' },
);

export const SlackConfig = z.strictObject({
  via: field(z.discriminatedUnion('type', [Webhook, Bot]), { title: 'Posts by' }),
  text: field(z.string().trim().min(1).max(10_000).superRefine(refuseTemplateFaults), {
    title: 'Text',
    description:
      "Slack's mrkdwn. {{event.name}} becomes what the event has there, escaped. Paths as event.id, external_id, name, body, timestamp, category, session_id, severity, verdict, attributes, data; delivery.id.",
    widget: 'multiline',
    prose: true,
  }).default('*{{event.name}}*\n{{event.body}}'),
});
export type SlackConfig = z.infer<typeof SlackConfig>;
