import { z } from 'zod';

/** One line as it stands in logs, audit rows and tables: trimmed, not empty, no control or hidden characters. */
export const Line = z
  .string()
  .trim()
  .min(1)
  .max(128)
  .regex(/^\P{C}*$/u, 'holds a control character');

/** What somebody looks for; may be empty. */
export const SearchText = z
  .string()
  .trim()
  .max(254)
  .regex(/^\P{Cc}*$/u, 'holds a control character');

/** Yes or no in a query. */
export const Flag = z.enum(['true', 'false']).transform((text) => text === 'true');

/** The id that a path names. */
export const IdParams = z.object({ id: z.guid('is not an id').toLowerCase() });

/** A moment from 1970 to 9999; without a zone it is UTC. */
export const Moment = z.iso
  .datetime({ offset: true, local: true })
  .transform((text) => new Date(/(?:z|[+-]\d\d:\d\d)$/i.test(text) ? text : `${text}Z`))
  .refine((moment) => moment.getTime() >= 0, 'is before 1970')
  // The zone may lead beyond what the store and every answer can write.
  .refine((moment) => moment.getUTCFullYear() <= 9999, 'is after 9999');
