import type { Outcome } from '../destination.ts';
import type { SmsProvider } from './sms-provider.ts';

type Answer = { sid?: unknown; code?: unknown; message?: unknown };

function read(text: string | undefined): Answer {
  try {
    const parsed: unknown = JSON.parse(text ?? '');
    return typeof parsed === 'object' && parsed !== null ? parsed : {};
  } catch {
    return {};
  }
}

function readOutcome(outcome: Outcome): Outcome {
  const { sid, code, message } = read(outcome.response);
  if (outcome.result === 'refused' && (typeof code === 'number' || typeof message === 'string')) {
    const said = [code, message].filter((one) => one !== undefined).join(' ');
    return { ...outcome, error: `Answered ${outcome.statusCode}: ${said.slice(0, 300)}.` };
  }
  if (outcome.result === 'delivered' && typeof sid !== 'string')
    return { ...outcome, result: 'refused', error: 'The answer names no message that was taken.' };
  return outcome;
}

/** Twilio's Messages resource, 2010-04-01. */
export const twilio: SmsProvider = {
  callFor: ({ provider, to }, text) => {
    const { account_sid, key_sid, secret, sender, api_url } = provider;
    const from =
      sender.type === 'number'
        ? { From: sender.from }
        : { MessagingServiceSid: sender.messaging_service_sid };
    return {
      url: `${api_url.replace(/\/+$/, '')}/2010-04-01/Accounts/${account_sid}/Messages.json`,
      username: key_sid ?? account_sid,
      password: secret,
      body: new URLSearchParams({ To: to, ...from, Body: text }).toString(),
    };
  },
  readOutcome,
};
