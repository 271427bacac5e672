import { FileText, type LucideIcon, Send, Webhook } from 'lucide-react';
import type { DestinationKind } from '#lib/dispatch/destinations/schema.ts';

type KindWord = { word: string; hint: string; icon: LucideIcon };

export const KIND_WORDS: Readonly<Record<DestinationKind, KindWord>> = {
  http: { word: 'HTTP webhook', hint: 'A signed JSON POST for each event', icon: Webhook },
  graphql: { word: 'GraphQL mutation', hint: 'A mutation, its variables filled from the event', icon: Send },
  log: { word: 'Log', hint: 'One structured line in the log of the worker', icon: FileText },
};

/** How the success rate is counted, wherever it is shown. */
export const RATE_DEFINITION =
  'Delivered ÷ (delivered + failed), of the deliveries that finished in the last 24 hours. Failed: the retry plan was used up. What still waits or was discarded does not count.';
