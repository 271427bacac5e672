import type { DestinationContract } from '../destination.ts';
import type { LogConfig } from './log-config.ts';

/** One structured line on the worker's standard output. */
export const logDestination: DestinationContract<LogConfig> = {
  addresses: () => ({}),
  send: async (config, message, io) => {
    const fields = { delivery_id: message.id, attempt: message.attempt, event: message.event };
    io.writeLine(config.level, fields, 'event delivered to the log');
    const request = { method: 'LOG', url: `log:${config.level}`, headers: {}, body: JSON.stringify(fields) };
    return { result: 'delivered', request };
  },
};
