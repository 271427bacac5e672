import { AppError } from '#lib/platform/errors.ts';
import { newWebhookSecret, schemeOfSecret, signWebhook, webhookPublicKey } from '#lib/platform/signature.ts';
import type { DestinationContract, Message, SendIo } from '../destination.ts';
import { bodyOf } from '../shape-message.ts';
import { authorisedOutcome, maskAuth, maskHeaders } from './answer.ts';
import { callAuthorised } from './authorise.ts';
import type { HttpConfig } from './http-config.ts';

/** Old secrets that sign beside the current one. */
const MAX_RETIRING = 5;

type Retiring = Readonly<Record<string, string>>;

const stillGood = (retiring: Retiring | undefined, now: Date): Retiring =>
  Object.fromEntries(Object.entries(retiring ?? {}).filter(([until]) => new Date(until) > now));

/** The config with what follows from its secrets. */
function withSecrets(config: HttpConfig, secret: string, retiring: Retiring): HttpConfig {
  const { public_key: _old, retiring_secrets: _before, ...given } = config;
  const signature = schemeOfSecret(secret);
  return {
    ...given,
    signature,
    signing_secret: secret,
    ...(signature === 'v1a' ? { public_key: webhookPublicKey(secret) } : {}),
    ...(Object.keys(retiring).length > 0 ? { retiring_secrets: retiring } : {}),
  };
}

type Sending = ReturnType<typeof bodyOf> & { io: SendIo };

function ownHeaders(config: HttpConfig, message: Message, sending: Sending) {
  const { text: body, contentType, io } = sending;
  const at = io.now();
  const old = Object.values(stillGood(config.retiring_secrets, at));
  const secrets = config.signing_secret === undefined ? [] : [config.signing_secret, ...old];
  return {
    'content-type': contentType,
    'user-agent': 'the-eye/1',
    ...(secrets.length > 0 ? signWebhook(secrets, { id: message.id, at, body }) : {}),
  };
}

/** A JSON request, signed as Standard Webhooks 1.0.0 says. */
export const httpDestination: DestinationContract<HttpConfig> = {
  addresses: ({ url, auth }) => ({
    url,
    ...(auth.type === 'oauth2' ? { 'auth.token_url': auth.token_url } : {}),
  }),
  complete: (config, stored, now) => {
    const known = typeof stored.signing_secret === 'string' ? stored.signing_secret : undefined;
    const { signature = known === undefined ? 'v1' : schemeOfSecret(known) } = config;
    const kept = known !== undefined && schemeOfSecret(known) === signature ? known : undefined;
    const given = config.signing_secret ?? kept;
    const retiring = stillGood(stored.retiring_secrets as Retiring | undefined, now);
    if (given !== undefined) return { config: withSecrets(config, given, retiring), made: {} };
    const made = newWebhookSecret(signature);
    return { config: withSecrets(config, made, retiring), made: { signing_secret: made } };
  },
  rotate: (config, { until, signature, now }) => {
    const retiring = stillGood(config.retiring_secrets, now);
    if (until > now && Object.keys(retiring).length >= MAX_RETIRING) {
      throw new AppError('conflict', `${MAX_RETIRING} old secrets still sign: let one of them end first.`);
    }
    const old = config.signing_secret;
    const made = newWebhookSecret(signature ?? (old === undefined ? 'v1' : schemeOfSecret(old)));
    // Without an overlap only the new one signs: whoever hurries does not mean an older one to go on.
    const beside = until <= now || old === undefined ? {} : { ...retiring, [until.toISOString()]: old };
    return { config: withSecrets(config, made, beside), made: { signing_secret: made } };
  },
  send: async (config, message, io) => {
    const { url, method, auth } = config;
    const { text: body, contentType } = bodyOf(message);
    const own = ownHeaders(config, message, { text: body, contentType, io });
    const called = await callAuthorised(auth, io, (authorization) =>
      io.fetch(url, { method, headers: { ...config.headers, ...authorization, ...own }, body }),
    );
    const headers = { ...maskHeaders(config.headers), ...maskAuth(auth), ...own };
    return authorisedOutcome(called, { method, url, headers, body }, io.now());
  },
};
