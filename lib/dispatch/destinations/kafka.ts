import type { DestinationContract, Message, RequestSummary } from '../destination.ts';
import { bodyOf } from '../shape-message.ts';
import { fillText } from './fill-text.ts';
import { splitBroker } from './kafka-address.ts';
import type { KafkaConfig } from './kafka-config.ts';
import { openKafka } from './kafka-link.ts';
import { messageHeaders, sendThroughLink } from './through-link.ts';

function summaryOf({ brokers, tls, topic }: KafkaConfig, key: string, message: Message): RequestSummary {
  return {
    method: 'PRODUCE',
    url: `kafka${tls ? '+tls' : ''}://${brokers.join(',')}/${topic}`,
    headers: { key, ...messageHeaders(message) },
    body: bodyOf(message).text,
  };
}

/** A record in a Kafka topic, delivered when all replicas in sync have it. */
export const kafkaDestination: DestinationContract<KafkaConfig> = {
  addresses: ({ brokers, tls }) =>
    Object.fromEntries(
      brokers.map((broker, index) => [`brokers.${index}`, { ...splitBroker(broker), secure: tls }]),
    ),
  send: async (config, message, io) => {
    const key = fillText(config.key, message);
    const request = summaryOf(config, key, message);
    const record = { key: key === '' ? null : key, value: request.body, headers: messageHeaders(message) };
    return sendThroughLink(io, {
      request,
      open: (signal) => openKafka(config, io, signal),
      publish: (link) => link.publish(record, io.remainingMs()),
    });
  },
};
