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
  iban: { word: 'IBAN', hint: "Drops what has not its country's length or fails modulo 97" },
  aba_routing: { word: 'US routing number', hint: 'Drops numbers of no district or with a wrong checksum' },
  us_ssn: { word: 'US SSN', hint: 'Drops areas, groups and serials that are never given out' },
  us_itin: { word: 'US ITIN', hint: 'Drops groups that are never given out' },
  us_npi: { word: 'US NPI', hint: 'Drops numbers whose check digit is wrong' },
  uk_nino: { word: 'UK NINO', hint: 'Drops prefixes that are never given out' },
  uk_nhs: { word: 'NHS number', hint: 'Drops numbers whose check digit is wrong' },
  ca_sin: { word: 'Canadian SIN', hint: 'Drops numbers whose check digit is wrong' },
  au_tfn: { word: 'Australian TFN', hint: 'Drops numbers whose checksum is wrong' },
  au_abn: { word: 'Australian ABN', hint: 'Drops numbers whose checksum is wrong' },
  au_medicare: { word: 'Australian Medicare', hint: 'Drops numbers whose check digit is wrong' },
  in_aadhaar: { word: 'Aadhaar', hint: "Drops numbers that fail Verhoeff's check" },
  br_cpf: { word: 'CPF', hint: 'Drops numbers with a wrong check digit' },
  br_cnpj: { word: 'CNPJ', hint: 'Drops numbers with a wrong check digit' },
  de_tax_id: { word: 'German tax id', hint: 'Drops numbers with a wrong check digit' },
  es_nif: { word: 'NIF and NIE', hint: 'Drops numbers with the wrong letter' },
  it_fiscal_code: { word: 'Codice fiscale', hint: 'Drops codes with the wrong letter' },
  fr_nir: { word: 'French NIR', hint: 'Drops numbers with the wrong key' },
  pl_pesel: { word: 'PESEL', hint: 'Drops what begins with no date or has a wrong check digit' },
  nl_bsn: { word: 'Dutch BSN', hint: 'Drops numbers that fail the 11-test' },
  se_personnummer: {
    word: 'Personnummer',
    hint: 'Drops what begins with no date or has a wrong check digit',
  },
  fi_hetu: { word: 'Finnish HETU', hint: 'Drops what begins with no date or has a wrong check character' },
  tr_tckn: { word: 'Turkish TCKN', hint: 'Drops numbers with a wrong check digit' },
  za_id: { word: 'South African id', hint: 'Drops what begins with no date or has a wrong check digit' },
  email: { word: 'E-mail syntax', hint: 'Drops what no mail server would take; example domains count less' },
  phone: { word: 'Phone number', hint: 'Drops numbers that no country gives out' },
  aws_key_id: { word: 'AWS key id', hint: 'Drops ids without variety; documentation examples count less' },
  token_checksum: {
    word: 'Token checksum',
    hint: 'Tokens whose last six characters do not fit count far less',
  },
  jwt: { word: 'JSON Web Token', hint: 'Drops what cannot be decoded; expired and unsigned ones count less' },
  private_key: { word: 'Private key body', hint: 'Drops headers without a key behind them' },
  url_password: {
    word: 'Password of an address',
    hint: 'Drops references; placeholders and local hosts count less',
  },
  basic_auth: { word: 'Basic authentication', hint: 'Drops what decodes to no name and password' },
  spoken_password: {
    word: 'Password in a sentence',
    hint: 'Drops plain words, keeps PINs and made-up values',
  },
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
