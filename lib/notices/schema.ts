import { z } from 'zod';

/** Something that this installation tells its administrators about itself. */
export type Notice = {
  /** The name of its event, for example `destination.failing`. */
  name: string;
  /** One sentence; destinations put it first. */
  title: string;
  /** What counts as the same notice: told again only once `quietMs` have passed. */
  key: string;
  /** `notice` unless given. */
  category?: string;
  /** An hour unless given, a week at most. */
  quietMs?: number;
  /** The path of the console page it is about. */
  link?: string;
  /** The destination that fails cannot be told so. */
  exceptDestinationId?: string;
  /** Facts of the product alone: nothing that a sender wrote, for a notice is not scanned. */
  data: Record<string, unknown>;
};

export const RaisedNotice = z.object({
  /** Of the event that holds all of it. */
  id: z.uuid(),
  at: z.iso.datetime(),
  name: z.string(),
  title: z.string(),
  /** The path of the console page it is about. */
  link: z.string().nullable(),
});
export type RaisedNotice = z.infer<typeof RaisedNotice>;
