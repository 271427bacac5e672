import { Ban, Bell, CircleDashed, Eye, EyeOff, type LucideIcon, ScrollText, Shield } from 'lucide-react';
import type { Tone } from '#components/ui/tones.ts';
import type {
  CharacterKind,
  MaskStyle,
  PatternAction,
  PatternState,
  Severity,
  SubjectKind,
  ValidatorName,
} from '#lib/dlp/schema.ts';

type Word = { word: string; hint: string; tone: Tone; icon: LucideIcon };

const word = (text: string, hint: string, look: { tone: Tone; icon: LucideIcon }): Word => ({
  word: text,
  hint,
  ...look,
});

export const ACTION_WORDS: Readonly<Record<PatternAction, Word>> = {
  log: word('Log', 'Recorded, nobody is told', { tone: 'neutral', icon: ScrollText }),
  alert: word('Alert', 'A finding to look at; the event goes on as it is', { tone: 'flight', icon: Bell }),
  redact: word('Redact', 'The value is masked before the event goes on', { tone: 'redact', icon: EyeOff }),
  block: word('Block', 'The event goes nowhere', { tone: 'block', icon: Ban }),
};

export const STATE_WORDS: Readonly<Record<PatternState, Word>> = {
  draft: word('Draft', 'Does not run', { tone: 'neutral', icon: CircleDashed }),
  dry_run: word('Dry run', 'Runs and records, acts on nothing', { tone: 'neutral', icon: Eye }),
  alerting: word('Alerting', 'At most an alert, whatever the action says', { tone: 'flight', icon: Bell }),
  enforcing: word('Enforcing', 'Does what the action says', { tone: 'pass', icon: Shield }),
};

export const SEVERITY_LABELS: Readonly<Record<Severity, string>> = {
  low: 'Low',
  medium: 'Medium',
  high: 'High',
  critical: 'Critical',
};

export const VALIDATOR_WORDS: Readonly<Record<ValidatorName, { word: string; hint: string }>> = {
  luhn: { word: 'Luhn checksum', hint: 'Drops numbers whose check digit is wrong' },
  card_brand: { word: 'Card brand', hint: 'Drops numbers no card issuer uses; test numbers count less' },
  email: { word: 'E-mail syntax', hint: 'Drops what no mail server would take; example domains count less' },
  aws_key_id: { word: 'AWS key id', hint: 'Drops ids without variety; documentation examples count less' },
  private_key: { word: 'Private key body', hint: 'Drops headers without a key behind them' },
  placeholder: { word: 'No placeholder', hint: 'Drops references, masks and words such as "required"' },
  entropy: { word: 'Randomness', hint: 'Drops plain words, identifiers and numbers' },
};

export const MASK_WORDS: Readonly<Record<MaskStyle, { word: string; hint: string }>> = {
  full: { word: 'Everything', hint: '********' },
  last4: { word: 'All but the last four', hint: '********x9Tq' },
  card: { word: 'Card', hint: '************4242' },
  email: { word: 'E-mail', hint: 'j***@***.com' },
  token: { word: 'Token', hint: 'ghp_********x9Tq' },
};

export const SUBJECT_WORDS: Readonly<Record<SubjectKind, { word: string; hint: string }>> = {
  event: { word: 'Events', hint: 'What clients and sources send' },
  file: { word: 'Files', hint: 'What is uploaded' },
  slack: { word: 'Slack messages', hint: 'What is written in channels' },
  text: { word: 'Texts', hint: 'What is only asked about' },
};

export const CHARACTER_WORDS: Readonly<Record<CharacterKind, { word: string; hint: string }>> = {
  digit: { word: 'A digit', hint: '0–9' },
  upper: { word: 'A capital', hint: 'A–Z' },
  lower: { word: 'A small letter', hint: 'a–z' },
  special: { word: 'Something else', hint: 'Neither letter, digit nor space' },
};

/** Of a record of words, what a Select offers. */
export function optionsOf<K extends string>(
  words: Readonly<Record<K, { word: string; hint: string }>>,
): { value: K; label: string; hint: string }[] {
  return (Object.entries(words) as [K, { word: string; hint: string }][]).map(([value, one]) => ({
    value,
    label: one.word,
    hint: one.hint,
  }));
}

export const FLAG_WORDS: readonly { flag: string; word: string; hint: string }[] = [
  { flag: 'i', word: 'Ignore case', hint: 'i' },
  { flag: 'm', word: '^ and $ at each line', hint: 'm' },
  { flag: 's', word: 'Dot takes line breaks', hint: 's' },
];
