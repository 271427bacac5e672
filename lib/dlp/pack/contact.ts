import { type BuiltInPattern, builtIn } from './pack-entry.ts';

/** How people are reached. Recorded only: most events name people on purpose. */
export const contactPatterns: readonly BuiltInPattern[] = [
  builtIn(2, {
    name: 'E-mail address',
    description: 'Addresses with a plausible domain. Recorded only: most events name people on purpose.',
    regex: String.raw`[\p{L}\p{N}](?:[\p{L}\p{N}_.+%'-]{0,62}[\p{L}\p{N}_+-])?@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+\p{L}{2,24}\b`,
    keywords: ['@'],
    context_words: ['mail', 'email', 'e-mail', 'contact', 'from', 'to', 'cc', 'user', 'login'],
    validators: ['email'],
    confidence: 2,
    severity: 'low',
    action: 'log',
    mask: 'email',
    samples: {
      match: ['write to jane.doe+news@mail.shop.co.uk', 'müller@firma.de'],
      no_match: ['logo@2x.png', 'npm i react@18.2.0', '@everyone', 'user@localhost'],
    },
  }),
  builtIn(10, {
    name: 'Phone number',
    description:
      'Numbers that a country gives out, with a country code or the way North America writes its own. Recorded only.',
    regex: String.raw`(?:\+[1-9][\d ().\/-]{6,20}\d|\(?\b[2-9]\d{2}\)?[ .-]{0,2}[2-9]\d{2}[ .-]\d{4}\b)(?:\s?(?:x|ext\.?)\s?\d{1,5})?`,
    context_words: [
      'phone',
      'tel',
      'telephone',
      'telefon',
      'mobile',
      'cell',
      'call',
      'fax',
      'whatsapp',
      'sms',
      'text me',
      'handy',
      'number',
      'reach',
      'contact',
    ],
    validators: ['phone'],
    confidence: 1,
    severity: 'low',
    action: 'log',
    mask: 'last4',
    samples: {
      match: ['call +49 30 901820', 'fax (202) 456-1111', '+44 20 7946 0958'],
      no_match: ['1704067200000', '2024-01-31 10:20', '192.168.100.200'],
    },
  }),
];
