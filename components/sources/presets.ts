import {
  CreditCard,
  GitBranch,
  LockOpen,
  type LucideIcon,
  MessageSquare,
  ShieldAlert,
  ShoppingBag,
  SlidersHorizontal,
  Webhook,
} from 'lucide-react';
import type { SourceScheme } from '#lib/sources/schema.ts';

/** Where the secret of a new source comes from. */
export type SecretOrigin = 'made' | 'given' | 'later';

export type Preset = {
  label: string;
  hint: string;
  icon: LucideIcon;
  /** A name to begin with. */
  name: string;
  /** How a secret usually comes to be there; null: nothing is verified. */
  secret: SecretOrigin | null;
  /** What the sender calls the secret. */
  secretName: string;
  /** What to do at the sender's, one step each. */
  steps: readonly string[];
};

export const PRESETS: Readonly<Record<SourceScheme, Preset>> = {
  github: {
    label: 'GitHub',
    hint: 'Repositories and organisations, by X-Hub-Signature-256',
    icon: GitBranch,
    name: 'github',
    secret: 'made',
    secretName: 'Secret',
    steps: [
      'Open the repository or the organisation, Settings, Webhooks, and add a webhook.',
      'Paste the address as Payload URL and choose application/json as Content type.',
      'Paste the secret, and choose the events.',
    ],
  },
  stripe: {
    label: 'Stripe',
    hint: 'Events of an account, by Stripe-Signature, for five minutes',
    icon: CreditCard,
    name: 'stripe',
    secret: 'later',
    secretName: 'Signing secret',
    steps: [
      'Open Workbench, Webhooks, and add an endpoint for the events you want.',
      'Paste the address as Endpoint URL.',
      'Stripe then shows the signing secret, whsec_…: set it here. Until then every call is refused.',
    ],
  },
  shopify: {
    label: 'Shopify',
    hint: 'Topics of a shop, by X-Shopify-Hmac-Sha256',
    icon: ShoppingBag,
    name: 'shopify',
    secret: 'given',
    secretName: 'Client secret of the app',
    steps: [
      'Copy the client secret of the app that makes the subscriptions, and give it here.',
      'Subscribe to the topics with the address as callback URL, in JSON.',
    ],
  },
  slack: {
    label: 'Slack',
    hint: 'Events of an app, by X-Slack-Signature, for five minutes',
    icon: MessageSquare,
    name: 'slack',
    secret: 'given',
    secretName: 'Signing Secret of the app',
    steps: [
      'Copy the Signing Secret from Basic Information of the app, and give it here first.',
      'Switch Event Subscriptions on and paste the address as Request URL: its challenge is answered.',
      'Subscribe to the bot events.',
    ],
  },
  'standard-webhooks': {
    label: 'Standard Webhooks',
    hint: 'Any sender that follows the specification, by HMAC or Ed25519',
    icon: Webhook,
    name: 'webhooks',
    secret: 'later',
    secretName: 'Secret (whsec_…) or public key (whpk_…)',
    steps: [
      'Add an endpoint with the address at the sender.',
      'It shows a secret, whsec_…, or a public key, whpk_…: set it here. Until then every call is refused.',
    ],
  },
  sqreen: {
    label: 'Security receiver',
    hint: 'Arrays of security notifications, by X-Sqreen-Integrity',
    icon: ShieldAlert,
    name: 'sqreen',
    secret: 'given',
    secretName: 'Signature key',
    steps: [
      'Paste the address where the sender keeps its webhooks.',
      'Give here the key it signs with.',
      'A source named sqreen is reached at /v1/webhook as well, the address of the earlier service.',
    ],
  },
  generic: {
    label: 'Another HMAC',
    hint: 'A header, a hash, hex or base64: as the sender documents it',
    icon: SlidersHorizontal,
    name: 'webhook',
    secret: 'made',
    secretName: 'Secret',
    steps: [
      'Paste the address where the sender asks for a webhook URL, with JSON as its format.',
      'Give both sides the same secret.',
      'Say in the settings which header carries the signature, and how it is made.',
    ],
  },
  unverified: {
    label: 'Unverified',
    hint: 'No signature: whoever knows the address is believed',
    icon: LockOpen,
    name: 'unverified',
    secret: null,
    secretName: '',
    steps: [
      'Paste the address at the sender.',
      'Anybody who learns the address can make events: let nobody else reach it, at your proxy say.',
    ],
  },
};
