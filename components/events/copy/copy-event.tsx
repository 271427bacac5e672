'use client';

import { Braces, Copy, Fingerprint, Link2, SquareTerminal } from 'lucide-react';
import { buttonClass } from '#components/ui/button-class.ts';
import { Menu } from '#components/ui/menu.tsx';
import { useShortcut } from '#components/ui/shortcuts.ts';
import type { DescribedEvent } from '#lib/pipeline/schema.ts';
import { curlDenial, sendAgainCurl } from './curl.ts';
import { useCopies } from './use-copies.ts';

/** The event as a call, an id, a link or JSON. All of it is what is shown: masked. */
export function CopyEvent({ event }: { event: DescribedEvent }) {
  const copy = useCopies();
  const denied = curlDenial(event);
  const { origin } = typeof window === 'undefined' ? { origin: '' } : window.location;
  const copyId = () => copy('Event id', event.id);
  const copyCurl = () => copy('cURL command', sendAgainCurl(origin, event));
  useShortcut({ keys: 'c', label: 'Copy event id', scope: 'Details' }, copyId);
  useShortcut({ keys: 'Shift+C', label: 'Copy as cURL', scope: 'Details' }, copyCurl, denied === null);
  return (
    <Menu
      trigger={
        <button type="button" aria-label="Copy event" className={buttonClass('ghost', { square: true })}>
          <Copy size={16} aria-hidden />
        </button>
      }
      groups={[
        {
          items: [
            {
              label: 'Copy as cURL',
              icon: SquareTerminal,
              shortcut: 'Shift+C',
              disabledReason: denied,
              onSelect: copyCurl,
            },
            { label: 'Copy id', icon: Fingerprint, shortcut: 'c', onSelect: copyId },
            {
              label: 'Copy link',
              icon: Link2,
              onSelect: () => copy('Link', `${origin}/events/${encodeURIComponent(event.id)}`),
            },
            {
              label: 'Copy JSON',
              icon: Braces,
              onSelect: () => copy('JSON', JSON.stringify(event, null, 2)),
            },
          ],
        },
      ]}
    />
  );
}
