import {
  Ban,
  Check,
  ChevronDown,
  ChevronsUp,
  ChevronUp,
  CircleCheck,
  CircleDashed,
  CircleDot,
  CircleX,
  Clock,
  EyeOff,
  Inbox,
  LoaderCircle,
  type LucideIcon,
  Minus,
  Pause,
  Power,
  RotateCcw,
  Shield,
  TriangleAlert,
  X,
} from 'lucide-react';
import type { Tone } from './tones.ts';

export type StatusWord = { word: string; tone: Tone; icon: LucideIcon; strike?: true };

const status = (word: string, tone: Tone, icon: LucideIcon): StatusWord => ({ word, tone, icon });

/** Every state the console can show: one word, one colour, one icon for each, wherever it is shown. */
const STATUS_WORDS = {
  event: {
    accepted: status('Accepted', 'flight', Inbox),
    processing: status('Processing', 'flight', LoaderCircle),
    processed: status('Processed', 'pass', Check),
    failed: status('Failed', 'block', TriangleAlert),
  },
  verdict: {
    pass: status('Pass', 'pass', CircleCheck),
    redact: status('Redact', 'redact', EyeOff),
    block: status('Block', 'block', Ban),
  },
  delivery: {
    pending: status('Pending', 'flight', Clock),
    delivering: status('Delivering', 'flight', LoaderCircle),
    delivered: status('Delivered', 'pass', Check),
    retrying: status('Retrying', 'redact', RotateCcw),
    dead: { ...status('Dead', 'dead', CircleX), strike: true },
    withheld: status('Withheld', 'withheld', Shield),
    discarded: status('Discarded', 'neutral', Minus),
  },
  severity: {
    low: status('Low', 'low', ChevronDown),
    medium: status('Medium', 'medium', ChevronUp),
    high: status('High', 'high', ChevronsUp),
    critical: status('Critical', 'critical', TriangleAlert),
  },
  finding: {
    open: status('Open', 'redact', CircleDot),
    in_review: status('In review', 'flight', CircleDashed),
    closed: status('Closed', 'pass', CircleCheck),
  },
  file: {
    queued: status('Queued', 'flight', Clock),
    scanning: status('Scanning', 'flight', LoaderCircle),
    clean: status('Clean', 'pass', Check),
    leaking: status('Leaking', 'block', TriangleAlert),
    unscannable: status('Unscannable', 'redact', CircleX),
  },
  slack_message: {
    queued: status('Queued', 'flight', Clock),
    scanning: status('Scanning', 'flight', LoaderCircle),
    clean: status('Clean', 'pass', Check),
    leaking: status('Leaking', 'block', TriangleAlert),
    unscannable: status('Unscannable', 'redact', CircleX),
  },
  slack_removal: {
    pending: status('Being removed', 'flight', LoaderCircle),
    removed: status('Blocked', 'pass', Shield),
    tombstoned: status('Blocked, tombstone', 'pass', Shield),
    returning: status('Being put back', 'flight', RotateCcw),
    restored: status('Put back', 'neutral', RotateCcw),
    failed: status('Not removed', 'block', CircleX),
    not_possible: status('Cannot be removed', 'block', Ban),
    asked: status('Author asked', 'redact', Clock),
  },
  backtest: {
    queued: status('Queued', 'flight', Clock),
    running: status('Running', 'flight', LoaderCircle),
    done: status('Done', 'pass', Check),
    cancelled: status('Cancelled', 'neutral', X),
    failed: status('Failed', 'block', TriangleAlert),
  },
  export: {
    queued: status('Queued', 'flight', Clock),
    running: status('Running', 'flight', LoaderCircle),
    done: status('Done', 'pass', Check),
    cancelled: status('Cancelled', 'neutral', X),
    failed: status('Failed', 'block', TriangleAlert),
    expired: status('Expired', 'dead', Clock),
  },
  destination: {
    active: status('Active', 'pass', Power),
    open: status('Failing', 'block', TriangleAlert),
    half_open: status('Being tried', 'redact', RotateCcw),
    paused: status('Paused', 'withheld', Pause),
    disabled: status('Disabled', 'dead', CircleX),
  },
  bulk: {
    planned: status('Planned', 'neutral', CircleDashed),
    running: status('Running', 'flight', LoaderCircle),
    paused: status('Paused', 'withheld', Pause),
    done: status('Done', 'pass', Check),
    cancelled: status('Cancelled', 'neutral', X),
    failed: status('Failed', 'block', TriangleAlert),
    expired: status('Expired', 'dead', Clock),
  },
  enabled: {
    true: status('Enabled', 'pass', Power),
    false: status('Disabled', 'dead', Pause),
  },
} satisfies Record<string, Record<string, StatusWord>>;

export type StatusKind = keyof typeof STATUS_WORDS;

/** What to show for a state; one that is not known keeps its own name rather than vanish. */
export function statusWord(kind: StatusKind, value: string): StatusWord {
  const known = STATUS_WORDS[kind] as Record<string, StatusWord>;
  return known[value] ?? { word: value, tone: 'neutral', icon: CircleDashed };
}
