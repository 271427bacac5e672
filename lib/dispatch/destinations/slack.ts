import type { DestinationContract, Message, Outcome } from '../destination.ts';
import { outcomeOf } from './answer.ts';
import { SECRET_MASK } from './shared-config.ts';
import type { SlackConfig } from './slack-config.ts';
import { composeSlack } from './slack-message.ts';

/** Where Slack says that it is too much without saying for how long. */
const UNTOLD_WAIT_MS = 30_000;

type Call = {
  url: string;
  /** As it may be shown. */
  shownUrl: string;
  headers: Record<string, string>;
  shownHeaders: Record<string, string>;
  body: string;
};

const OWN = { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'the-eye/1' };

function callFor({ via, text }: SlackConfig, message: Message): Call {
  const composed = composeSlack(text, message);
  if (via.type === 'webhook') {
    const shownUrl = `${new URL(via.url).origin}/${SECRET_MASK}`;
    return { url: via.url, shownUrl, headers: OWN, shownHeaders: OWN, body: JSON.stringify(composed) };
  }
  const url = `${via.api_url.replace(/\/+$/, '')}/chat.postMessage`;
  // Seen by apps alone: a message that came twice can be told.
  const metadata = { event_type: 'event_delivered', event_payload: { delivery_id: message.id } };
  return {
    url,
    shownUrl: url,
    headers: { ...OWN, authorization: `Bearer ${via.token}` },
    shownHeaders: { ...OWN, authorization: `Bearer ${SECRET_MASK}` },
    body: JSON.stringify({ channel: via.channel, ...composed, metadata }),
  };
}

function read(text: string): { ok?: unknown; error?: unknown } {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? parsed : {};
  } catch {
    return {};
  }
}

/** Slack's short word for what is wrong, such as channel_not_found. */
const reasonIn = (text: string): string | null => {
  const { error } = read(text);
  const word = typeof error === 'string' ? error : text.trim();
  return /^[\w.-]{1,100}$/.test(word) ? word : null;
};

/** Status 200 says nothing by itself: a webhook answers "ok", the API with `ok` and an error. */
function readOutcome(outcome: Outcome, via: SlackConfig['via']['type']): Outcome {
  const { statusCode, response = '' } = outcome;
  if (statusCode === undefined) return outcome;
  const reason = reasonIn(response);
  if (outcome.result === 'refused') {
    return reason === null ? outcome : { ...outcome, error: `Answered ${statusCode}: ${reason}.` };
  }
  if (via === 'webhook' ? response.trim() === 'ok' || read(response).ok === true : read(response).ok === true)
    return outcome;
  const error = reason === null ? 'The answer is not one of Slack.' : `Slack refused: ${reason}.`;
  const wait = reason === 'ratelimited' ? { retryAfterMs: outcome.retryAfterMs ?? UNTOLD_WAIT_MS } : {};
  return { ...outcome, ...wait, result: 'refused', error };
}

/** A message in a channel, by an incoming webhook or by a bot. */
export const slackDestination: DestinationContract<SlackConfig> = {
  addresses: ({ via }) => (via.type === 'webhook' ? { 'via.url': via.url } : { 'via.api_url': via.api_url }),
  composeBody: (config, message) => ({
    text: callFor(config, message).body,
    contentType: OWN['content-type'],
  }),
  send: async (config, message, io) => {
    const { url, shownUrl, headers, shownHeaders, body } = callFor(config, message);
    const result = await io.fetch(url, { method: 'POST', headers, body });
    const request = { method: 'POST', url: shownUrl, headers: shownHeaders, body };
    return readOutcome(outcomeOf(result, request, io.now()), config.via.type);
  },
};
