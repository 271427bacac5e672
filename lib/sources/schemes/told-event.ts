import type { UnverifiedSettings } from '../schema.ts';
import { atPath, firstLabel, keptId } from './labels.ts';
import type { ArrivedEvent, SignedCall } from './scheme.ts';

/** The one event of a delivery whose id and name lie where the settings say. */
export function toldEvent(
  data: unknown,
  { headers }: SignedCall,
  { id_header, name_path }: UnverifiedSettings,
): ArrivedEvent {
  const id = id_header === null ? null : keptId(headers.get(id_header.toLowerCase()));
  return { id, name: firstLabel(name_path === null ? undefined : atPath(data, name_path)), data };
}

/** What such a sender might send. */
export const toldSample = (): { body: unknown; headers: Record<string, string> } => ({
  headers: {},
  body: { type: 'sample', text: 'A sample, made by The Eye itself.' },
});
