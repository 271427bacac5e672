import type { SourceScheme } from '../schema.ts';
import { generic } from './generic.ts';
import { github } from './github.ts';
import type { Scheme } from './scheme.ts';
import { shopify } from './shopify.ts';
import { slack } from './slack.ts';
import { sqreen } from './sqreen.ts';
import { standardWebhooks } from './standard-webhooks.ts';
import { stripe } from './stripe.ts';
import { unverified } from './unverified.ts';

const SCHEMES = {
  sqreen,
  'standard-webhooks': standardWebhooks,
  github,
  stripe,
  shopify,
  slack,
  generic,
  unverified,
} as const satisfies Record<SourceScheme, unknown>;

/** The settings it is given were checked by the scheme's own rules when they were stored. */
export const schemeOf = (name: SourceScheme): Scheme<unknown> => SCHEMES[name] as Scheme<unknown>;
