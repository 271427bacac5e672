import {
  FileText,
  Inbox,
  Layers,
  type LucideIcon,
  Mail,
  MessageSquare,
  Rabbit,
  RadioTower,
  Send,
  Smartphone,
  Webhook,
} from 'lucide-react';
import type { DestinationKind } from '#lib/dispatch/destinations/schema.ts';

/** What a kind has in common with others, in the order in which they are offered. */
export const KIND_GROUPS = {
  services: 'A service',
  people: 'People',
  brokers: 'A queue or broker',
  here: 'This installation',
} as const;

type KindWord = {
  group: keyof typeof KIND_GROUPS;
  word: string;
  hint: string;
  icon: LucideIcon;
  /** Whose numbers say how it ended, where that is not HTTP. */
  protocol?: string;
};

export const KIND_WORDS: Readonly<Record<DestinationKind, KindWord>> = {
  http: {
    group: 'services',
    word: 'HTTP webhook',
    hint: 'A signed JSON request for each event',
    icon: Webhook,
  },
  graphql: {
    group: 'services',
    word: 'GraphQL mutation',
    hint: 'A mutation, its variables filled from the event',
    icon: Send,
  },
  email: {
    group: 'people',
    word: 'E-mail',
    hint: 'A mail with text and HTML, by your mail server',
    icon: Mail,
    protocol: 'SMTP',
  },
  slack: { group: 'people', word: 'Slack', hint: 'A message in a channel', icon: MessageSquare },
  sms: { group: 'people', word: 'SMS', hint: 'A text message to one number, by Twilio', icon: Smartphone },
  sqs: {
    group: 'brokers',
    word: 'Amazon SQS',
    hint: 'A message in a standard or FIFO queue',
    icon: Inbox,
  },
  kafka: {
    group: 'brokers',
    word: 'Kafka',
    hint: 'A record in a topic, in order per session',
    icon: Layers,
  },
  rabbitmq: {
    group: 'brokers',
    word: 'RabbitMQ',
    hint: 'A confirmed message to an exchange (AMQP 0-9-1)',
    icon: Rabbit,
  },
  nats: {
    group: 'brokers',
    word: 'NATS',
    hint: 'A message on a subject, stored by JetStream',
    icon: RadioTower,
  },
  log: { group: 'here', word: 'Log', hint: 'One structured line in the log of the worker', icon: FileText },
};

/** How the success rate is counted, wherever it is shown. */
export const RATE_DEFINITION =
  'Delivered ÷ (delivered + dead), of the deliveries that ended in this time. Dead: the retry plan was used up. What still waits or was discarded does not count.';
