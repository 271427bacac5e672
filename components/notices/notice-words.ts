import {
  Archive,
  Bell,
  CircleCheck,
  Hourglass,
  type LucideIcon,
  Power,
  ShieldAlert,
  TriangleAlert,
} from 'lucide-react';
import type { Tone } from '#components/ui/tones.ts';

type NoticeWord = { word: string; tone: Tone; icon: LucideIcon };

const word = (text: string, tone: Tone, icon: LucideIcon): NoticeWord => ({ word: text, tone, icon });

const NOTICE_WORDS: Readonly<Record<string, NoticeWord>> = {
  'destination.failing': word('Failing', 'block', TriangleAlert),
  'destination.recovered': word('Recovered', 'pass', CircleCheck),
  'destination.disabled': word('Disabled', 'dead', Power),
  'destination.dead_letters': word('Dead deliveries', 'block', Archive),
  'destination.waiting': word('Waiting', 'flight', Hourglass),
  'security.internal_alert': word('Security alert', 'critical', ShieldAlert),
};

/** What kind of notice it is, in one word; one that is not known is a notice all the same. */
export const noticeWord = (name: string): NoticeWord =>
  NOTICE_WORDS[name] ?? { word: 'Notice', tone: 'accent', icon: Bell };
