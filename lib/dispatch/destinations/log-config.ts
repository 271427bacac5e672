import { z } from 'zod';
import { field } from './field-config.ts';

/** Everything in it has a default, so it may be left out. */
export const LogConfig = z
  .strictObject({
    level: field(z.enum(['debug', 'info', 'warn']), {
      title: 'Level',
      description: "The line stands on the worker's standard output.",
    }).default('info'),
  })
  .prefault({});
export type LogConfig = z.infer<typeof LogConfig>;
