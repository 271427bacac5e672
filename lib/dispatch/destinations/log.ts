import type { DestinationContract, Message } from '../destination.ts';
import { CONTENT_TYPES } from '../shape-message.ts';
import type { LogConfig } from './log-config.ts';

const fieldsOf = ({ id, attempt, event }: Message) => ({ delivery_id: id, attempt, event });

/** One structured line on the worker's standard output. */
export const logDestination: DestinationContract<LogConfig> = {
  addresses: () => ({}),
  composeBody: (_config, message) => ({
    text: JSON.stringify(fieldsOf(message)),
    contentType: CONTENT_TYPES.json,
  }),
  send: async (config, message, io) => {
    const fields = fieldsOf(message);
    io.writeLine(config.level, fields, 'event delivered to the log');
    const request = { method: 'LOG', url: `log:${config.level}`, headers: {}, body: JSON.stringify(fields) };
    return { result: 'delivered', request };
  },
};
