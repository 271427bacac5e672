import { PatternInput } from './schema.ts';

export type BuiltInPattern = PatternInput & { id: string };

const ASSIGNED = String.raw`(?:["']?\s{0,3}(?::=|=>|[:=])\s{0,3}["']?|\s{1,3}is:?\s{1,3}["']?)`;
/** What may follow the word for a secret in a name: `secretKey`, `token_v2`; not `secretary` or `tokenizer`. */
const NAME_REST = String.raw`(?:s|key|value|hash|string|text|new|old|confirm(?:ation)?)?(?:[_.-][\w.-]{0,24}|\d{1,3})?`;

const builtIn = (
  id: string,
  input: PatternInput | Parameters<typeof PatternInput.parse>[0],
): BuiltInPattern => ({
  id: `0199a1c0-7d00-7000-8000-${id.padStart(12, '0')}`,
  ...PatternInput.parse(input),
});

/** What every installation begins with. The ids are for ever: findings point at them. */
export const builtInPatterns: readonly BuiltInPattern[] = [
  builtIn('1', {
    name: 'Card number',
    description:
      'Payment card numbers of 12 to 19 digits, proven by their check digit and by brand and length.',
    regex: String.raw`\b(?:\d{4}(?:[ *._-]{1,3}\d{4}){3}(?:[ *._-]{1,3}\d{3})?|\d{4}[ *._-]{1,3}\d{6}[ *._-]{1,3}\d{4,5}|\d{12,19})\b`,
    context_words: [
      'card',
      'cards',
      'cardnumber',
      'creditcard',
      'cc',
      'credit',
      'debit',
      'visa',
      'mastercard',
      'amex',
      'american express',
      'discover',
      'diners',
      'maestro',
      'jcb',
      'pan',
      'cvv',
      'cvc',
      'exp',
      'expiry',
      'expires',
      'payment',
      'pay',
      'paid',
      'charge',
      'charged',
      'billing',
      'kreditkarte',
      'karte',
      'tarjeta',
      'carte',
      'carta',
    ],
    validators: ['luhn', 'card_brand'],
    confidence: 2,
    severity: 'high',
    action: 'redact',
    mask: 'card',
    samples: {
      match: ['4111 1111 1111 1111', 'paid with 5555-5555-5555-4444 today', 'amex 378282246310005 exp 04/29'],
      no_match: [
        '4111 1111 1111 1112',
        '1704067200000',
        '550e8400-e29b-41d4-a716-446655440000',
        'order 1234567890123456',
        'IMEI 356938035643809',
      ],
    },
  }),
  builtIn('2', {
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
  builtIn('3', {
    name: 'AWS access key',
    description: 'Identifiers of long-lived (AKIA) and temporary (ASIA) access keys.',
    regex: String.raw`\b(?:AKIA|ASIA)[A-Z0-9]{16}\b`,
    keywords: ['AKIA', 'ASIA'],
    context_words: ['aws', 'amazon', 'access key', 'key id', 'iam'],
    validators: ['aws_key_id'],
    confidence: 5,
    severity: 'high',
    // The identifier alone opens nothing; masking it is enough. Its secret has a pattern of its own.
    action: 'redact',
    mask: 'token',
    samples: {
      match: ['AKIAIOSFODNN7EXAMPLE', 'id=ASIAY34FZKBOKMUTVV7A;'],
      no_match: ['AKIAXXXXXXXXXXXXXXXX', 'ASIAN1234567890', 'akiaiosfodnn7example'],
    },
  }),
  builtIn('4', {
    name: 'AWS secret key',
    description: 'The 40-character secret of an access key, next to a name that says so.',
    regex: String.raw`\b(?:aws|amazon)?[\w.-]{0,20}secret[\w.-]{0,20}${ASSIGNED}(?<value>[A-Za-z0-9/+]{40})(?:[^A-Za-z0-9/+=]|$)`,
    flags: 'i',
    value_group: 'value',
    keywords: ['secret'],
    context_words: ['aws', 'amazon', 'access key', 's3', 'iam'],
    validators: ['placeholder', 'entropy'],
    confidence: 3,
    severity: 'critical',
    // Whoever holds it acts as its owner, and masking comes after it was copied: nothing that carries one is passed on.
    action: 'block',
    mask: 'full',
    samples: {
      match: ['aws_secret_access_key = kq3Vx9TtR7bLm2Zc5YwN8hJd4GfSa6PeU1iOoQ0+'],
      no_match: [
        // biome-ignore lint/suspicious/noTemplateCurlyInString: a reference as configuration files write it
        'aws_secret_access_key = ${AWS_SECRET_ACCESS_KEY}',
        'secret = 356a192b7913b04c54574d18c28d46e6395428abff',
      ],
    },
  }),
  builtIn('5', {
    name: 'Private key',
    description: 'PEM, OpenSSH and PGP private keys with a body; a header alone is not one.',
    regex:
      '-----BEGIN (?:[A-Z0-9]{2,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----[^-]*(?:-[^-]+)*(?:-----END [A-Z0-9 ]{0,40}-----)?',
    keywords: ['PRIVATE KEY'],
    validators: ['private_key'],
    confidence: 5,
    severity: 'critical',
    // As with any secret that opens something by itself.
    action: 'block',
    mask: 'full',
    samples: {
      match: [
        `-----BEGIN EC PRIVATE KEY-----\n${'MHcCAQEEIIrYSSNQFaA2Hwf1duRSxKtLYX5CB04fSeQ6tF1aY1aPuj0TMNGt'}\n-----END EC PRIVATE KEY-----`,
      ],
      no_match: [
        '-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE\n-----END PUBLIC KEY-----',
        'paste the -----BEGIN PRIVATE KEY----- line',
      ],
    },
  }),
  builtIn('6', {
    name: 'Generic secret assignment',
    description: 'A made-up looking value given to a password, secret, token or key.',
    regex: String.raw`(?:passw(?:or)?d|passwort|passphrase|pwd|secret|token|api[_-]?key|access[_-]?key|auth[_-]?key|private[_-]?key|client[_-]?secret|credential)${NAME_REST}${ASSIGNED}(?<value>[^\s"'${'`'},;<>()]{6,200})`,
    flags: 'i',
    value_group: 'value',
    keywords: [
      'password',
      'passwd',
      'passwort',
      'passphrase',
      'pwd',
      'secret',
      'token',
      'api_key',
      'api-key',
      'apikey',
      'access_key',
      'access-key',
      'accesskey',
      'auth_key',
      'auth-key',
      'authkey',
      'private_key',
      'private-key',
      'privatekey',
      'credential',
    ],
    context_words: ['password', 'passwd', 'pwd', 'secret', 'token', 'key', 'credential', 'credentials'],
    validators: ['placeholder', 'entropy'],
    confidence: 2,
    severity: 'high',
    action: 'redact',
    mask: 'full',
    samples: {
      match: [
        'password=Tr0ub4dor&3x',
        'my password is hunter2horse9',
        '"apiKey": "f3Kq9vLx72TzWb0s"',
        'DB_PASSWORD: hunter2horse9',
      ],
      no_match: [
        // biome-ignore lint/suspicious/noTemplateCurlyInString: a reference as configuration files write it
        'password: ${DB_PASSWORD}',
        'password: required',
        'token = getToken(request)',
        'secret_id: 550e8400-e29b-41d4-a716-446655440000',
        'password: ********',
      ],
    },
  }),
];
