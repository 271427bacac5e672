import { newWebhookSecret, signWebhook } from '#lib/platform/signature.ts';
import type { DestinationContract } from '../destination.ts';
import { maskHeaders, outcomeOf } from './answer.ts';
import type { HttpConfig } from './http-config.ts';

/** A JSON POST, signed as Standard Webhooks 1.0.0 says. */
export const httpDestination: DestinationContract<HttpConfig> = {
  makeSecrets: () => ({ signing_secret: newWebhookSecret() }),
  addresses: ({ url }) => ({ url }),
  send: async (config, message, io) => {
    const { event } = message;
    const body = JSON.stringify({ type: event.name, timestamp: event.timestamp, data: event });
    const own: Record<string, string> = {
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'the-eye/1',
      ...(config.signing_secret
        ? signWebhook(config.signing_secret, { id: message.id, at: io.now(), body })
        : {}),
    };
    const result = await io.fetch(config.url, {
      method: 'POST',
      headers: { ...config.headers, ...own },
      body,
    });
    const headers = { ...maskHeaders(config.headers), ...own };
    return outcomeOf(result, { method: 'POST', url: config.url, headers, body }, io.now());
  },
};
