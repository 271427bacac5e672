import type { DestinationContract, Message, RequestSummary } from '../destination.ts';
import { bodyOf } from '../shape-message.ts';
import { fillText } from './fill-text.ts';
import type { RabbitmqConfig } from './rabbitmq-config.ts';
import { openRabbit } from './rabbitmq-link.ts';
import { messageHeaders, sendThroughLink } from './through-link.ts';

/** AMQP's short strings hold so many bytes. */
const MAX_KEY_BYTES = 255;

const addressOf = ({ host, port, tls }: RabbitmqConfig) => ({ host, port, secure: tls });

function summaryOf(config: RabbitmqConfig, key: string, message: Message): RequestSummary {
  const { host, port, tls, vhost, exchange } = config;
  const path = [vhost, exchange, key].map(encodeURIComponent).join('/');
  return {
    method: 'PUBLISH',
    url: `${tls ? 'amqps' : 'amqp'}://${host}:${port}/${path}`,
    headers: { 'message-id': message.id, ...messageHeaders(message) },
    body: bodyOf(message).text,
  };
}

/**
 * A persistent message to an exchange by AMQP 0-9-1. It counts as delivered when the broker confirmed it and did not
 * give it back for want of a queue.
 */
export const rabbitmqDestination: DestinationContract<RabbitmqConfig> = {
  addresses: (config) => ({ host: addressOf(config) }),
  send: async (config, message, io) => {
    const key = fillText(config.routing_key, message);
    const request = summaryOf(config, key, message);
    if (Buffer.byteLength(key) > MAX_KEY_BYTES)
      return { result: 'refused', error: 'The routing key of this event is longer than 255 bytes.', request };
    return sendThroughLink(io, {
      request,
      open: (signal) => openRabbit(config, io, signal),
      publish: (link) =>
        link.publish(
          { exchange: config.exchange, key, body: request.body },
          {
            messageId: message.id,
            contentType: bodyOf(message).contentType,
            headers: messageHeaders(message),
            timestamp: io.now().getTime(),
          },
        ),
    });
  },
};
