import { seeded } from '#lib/dlp/sample-text.ts';
import { passesLuhn } from '#lib/dlp/validators/sums.ts';

export const LABELS = ['CREDIT_CARD', 'IBAN_CODE', 'US_SSN', 'EMAIL_ADDRESS', 'PHONE_NUMBER'] as const;
export type Label = (typeof LABELS)[number];

/** A text and where in it, in code points, something stands that is to be found. */
export type Sentence = { text: string; spans: { label: string; start: number; end: number }[] };

const TEMPLATES = [
  'My card {credit_card} was charged twice, please refund it.',
  'Please use {credit_card}, it expires next month.',
  'is {credit_card} still on file?',
  'They read {credit_card} to me over the phone',
  'Transfer the deposit to {iban_code} until Friday.',
  'iban: {iban_code}',
  'The rent goes to {iban_code} (Anna) as always',
  'Her social security number is {us_ssn}.',
  'SSN {us_ssn}, born in Ohio',
  '{us_ssn} is what the form says for ssn',
  'You reach me at {email_address} all week.',
  '{email_address} wrote to {email_address}, nobody answered',
  'Call {phone_number} and ask for Ben.',
  'my number: {phone_number}',
  'Order {order} left the warehouse at {time}, tracking {tracking}.',
  'Build {sha} passed on {time}, request {uuid} took 123456 ms',
  'ISBN {ean}, in stock: 4000 1200 pieces',
  'Version 10.12.1420.9 of 2024-03-04 10:20:30 fixes issue 000-12-3456',
  'Reference {badcard}, invoice {badiban}',
  'The meeting is on 12-31-2026 in room 415-12, dial in later',
  'Coordinates 52.520008, 13.404954; part no. 536-90-43991',
];

/** Sentences with made-up values, the same in every run: each template many times over. */
export function makeSentences(count: number, seed = 11): Sentence[] {
  const random = seeded(seed);
  const below = (end: number) => Math.floor(random() * end);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  const digits = (length: number) => Array.from({ length }, () => below(10)).join('');
  const hex = (length: number) => Array.from({ length }, () => below(16).toString(16)).join('');

  function card(valid = true): string {
    const start = pick(['4', '51', '54', '2233', '37', '6011', '3530']);
    const length = start === '37' ? 15 : 16;
    const body = start + digits(length - 1 - start.length);
    const check = [...'0123456789'].find((digit) => passesLuhn(body + digit)) ?? '0';
    const number = body + (valid ? check : (Number(check) + 1 + below(9)) % 10);
    const sign = pick(['', '', ' ', '-']);
    return length === 15
      ? [number.slice(0, 4), number.slice(4, 10), number.slice(10)].join(sign)
      : (number.match(/.{4}/g) ?? []).join(sign);
  }

  function iban(valid = true): string {
    const [country, length] = pick([
      ['DE', 22],
      ['FR', 27],
      ['NL', 18],
      ['GB', 22],
      ['ES', 24],
      ['CH', 21],
      ['NO', 15],
    ] as const);
    const letters = country === 'NL' || country === 'GB' ? pick(['ABNA', 'INGB', 'BARC']) : '';
    const account = letters + digits(length - 4 - letters.length);
    const number = BigInt(
      [...`${account}${country}00`].map((char) => Number.parseInt(char, 36).toString()).join(''),
    );
    const check = 98n - (number % 97n);
    const sum = String(valid ? check : (check % 96n) + 2n + (check < 3n ? 1n : 0n)).padStart(2, '0');
    const whole = country + sum + account;
    return random() < 0.5 ? whole : (whole.match(/.{1,4}/g) ?? []).join(' ');
  }

  const ssn = (): string => {
    let area = 1 + below(899);
    if (area === 666) area = 667;
    const pieces = [
      String(area).padStart(3, '0'),
      String(1 + below(99)).padStart(2, '0'),
      String(1 + below(9999)).padStart(4, '0'),
    ];
    return pieces.join(pick(['-', '-', ' ', '']));
  };

  const makers: Record<string, () => string> = {
    credit_card: () => card(),
    iban_code: () => iban(),
    us_ssn: ssn,
    email_address: () =>
      `${pick(['anna', 'b.weber', 'carla_77', 'd+news', 'info'])}@${pick(['firma.de', 'mail.shop.co.uk', 'uni-bonn.de', 'gmail.com'])}`,
    phone_number: () =>
      pick([
        `+49 30 ${2 + below(7)}${digits(6)}`,
        `(212) ${2 + below(7)}${digits(2)}-${digits(4)}`,
        `415-${2 + below(7)}${digits(2)}-${digits(4)}`,
        `+44 20 7946 0${digits(3)}`,
      ]),
    order: () => `4${digits(12)}`,
    time: () => `17${digits(11)}`,
    tracking: () => `1Z999AA1${digits(10)}`,
    sha: () => hex(40),
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`,
    ean: () => `978-3-16-${digits(6)}-${digits(1)}`,
    badcard: () => card(false),
    badiban: () => iban(false),
  };
  return Array.from({ length: count }, (_, at) => fill(TEMPLATES[at % TEMPLATES.length] ?? '', makers));
}

function fill(template: string, makers: Readonly<Record<string, () => string>>): Sentence {
  const spans: Sentence['spans'] = [];
  let text = '';
  for (const [at, piece] of template.split(/[{}]/).entries()) {
    if (at % 2 === 0) text += piece;
    else {
      const value = makers[piece]?.() ?? '';
      const start = [...text].length;
      spans.push({ label: piece.toUpperCase(), start, end: start + [...value].length });
      text += value;
    }
  }
  return { text, spans: spans.filter(({ label }) => (LABELS as readonly string[]).includes(label)) };
}
