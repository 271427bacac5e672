import type { DestinationContract, Message, RequestSummary } from '../destination.ts';
import { bodyOf } from '../shape-message.ts';
import { fillText } from './fill-text.ts';
import type { NatsConfig } from './nats-config.ts';
import { openNats } from './nats-link.ts';
import { messageHeaders, sendThroughLink } from './through-link.ts';

/** What an event says must not become a wildcard or another level than the template has. */
const token = (text: string): string => text.replace(/[\s*>.\p{Cc}]+/gu, '_');

function summaryOf({ host, port, tls }: NatsConfig, subject: string, message: Message): RequestSummary {
  return {
    method: 'PUB',
    url: `${tls ? 'tls' : 'nats'}://${host}:${port}/${encodeURIComponent(subject)}`,
    headers: { 'Nats-Msg-Id': message.id, ...messageHeaders(message) },
    body: bodyOf(message).text,
  };
}

/** A message on a NATS subject: stored by a stream of JetStream, or taken by the server. */
export const natsDestination: DestinationContract<NatsConfig> = {
  addresses: ({ host, port, tls }) => ({ host: { host, port, secure: tls } }),
  send: async (config, message, io) => {
    const subject = fillText(config.subject, message, token);
    const request = summaryOf(config, subject, message);
    const what = { subject, body: request.body, id: message.id, headers: messageHeaders(message) };
    return sendThroughLink(io, {
      request,
      open: (signal) => openNats(config, io, signal),
      publish: (link) => link.publish(what, io.remainingMs()),
    });
  },
};
