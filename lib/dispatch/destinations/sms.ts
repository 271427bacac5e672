import type { DestinationContract, Message } from '../destination.ts';
import { CONTENT_TYPES } from '../shape-message.ts';
import { authorisedOutcome, maskAuth } from './answer.ts';
import { callAuthorised } from './authorise.ts';
import { cut, fillText } from './fill-text.ts';
import type { SmsConfig } from './sms-config.ts';
import type { SmsProvider } from './sms-provider.ts';
import { twilio } from './sms-twilio.ts';

/** What a message may hold, in UTF-16 units, however many parts it is sent in. */
const MAX_TEXT = 1_600;

const PROVIDERS: Readonly<Record<SmsConfig['provider']['type'], SmsProvider>> = { twilio };

const textOf = (config: SmsConfig, message: Message): string =>
  cut(fillText(config.text, message).trim(), MAX_TEXT);

/** A text message to one number. */
export const smsDestination: DestinationContract<SmsConfig> = {
  addresses: ({ provider }) => ({ 'provider.api_url': provider.api_url }),
  composeBody: (config, message) => ({ text: textOf(config, message), contentType: CONTENT_TYPES.text }),
  send: async (config, message, io) => {
    const provider = PROVIDERS[config.provider.type];
    const text = textOf(config, message);
    const { url, username, password, body } = provider.callFor(config, text);
    const auth = { type: 'basic', username, password } as const;
    const own = {
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      accept: 'application/json',
      'user-agent': 'the-eye/1',
    };
    const called = await callAuthorised(auth, io, (authorization) =>
      io.fetch(url, { method: 'POST', headers: { ...authorization, ...own }, body }),
    );
    const request = { method: 'POST', url, headers: { ...maskAuth(auth), ...own }, body };
    return provider.readOutcome(authorisedOutcome(called, request, io.now()));
  },
};
