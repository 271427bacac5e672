type Brand = {
  name: string;
  /** Ranges of leading digits, both ends of one range equally long. */
  prefixes: [number, number][];
  usual: number[];
  /** Lengths the brand allows but hardly issues: they need context to be believed. */
  rare: number[];
};

const BRANDS: Brand[] = [
  { name: 'visa', prefixes: [[4, 4]], usual: [16], rare: [13, 19] },
  {
    name: 'mastercard',
    prefixes: [
      [51, 55],
      [2221, 2720],
    ],
    usual: [16],
    rare: [],
  },
  {
    name: 'amex',
    prefixes: [
      [34, 34],
      [37, 37],
    ],
    usual: [15],
    rare: [],
  },
  {
    name: 'discover',
    prefixes: [
      [6011, 6011],
      [644, 649],
      [65, 65],
    ],
    usual: [16],
    rare: [17, 18, 19],
  },
  { name: 'jcb', prefixes: [[3528, 3589]], usual: [16], rare: [17, 18, 19] },
  {
    name: 'jcb',
    prefixes: [
      [1800, 1800],
      [2131, 2131],
    ],
    usual: [],
    rare: [15],
  },
  {
    name: 'diners',
    prefixes: [
      [300, 305],
      [3095, 3095],
      [36, 36],
      [38, 39],
    ],
    usual: [14],
    rare: [15, 16, 17, 18, 19],
  },
  { name: 'unionpay', prefixes: [[62, 62]], usual: [16], rare: [17, 18, 19] },
  { name: 'mir', prefixes: [[2200, 2204]], usual: [16], rare: [17, 18, 19] },
  {
    name: 'maestro',
    prefixes: [
      [50, 50],
      [56, 58],
      [6, 6],
    ],
    usual: [],
    rare: [12, 13, 14, 15, 16, 17, 18, 19],
  },
];

/** Numbers that payment processors publish for trying things out. */
const PUBLISHED = new Set([
  '378282246310005',
  '371449635398431',
  '378734493671000',
  '5610591081018250',
  '30569309025904',
  '38520000023237',
  '6011111111111117',
  '6011000990139424',
  '3530111333300000',
  '3566002020360505',
  '5555555555554444',
  '5105105105105100',
  '5200828282828210',
  '2223003122003222',
  '4111111111111111',
  '4012888888881881',
  '4222222222222',
  '4242424242424242',
  '4000056655665556',
  '4000000000000002',
  '6200000000000005',
]);

export function findBrand(digits: string): { name: string; usual: boolean } | null {
  for (const brand of BRANDS) {
    const known = brand.usual.includes(digits.length);
    if (!known && !brand.rare.includes(digits.length)) continue;
    if (brand.prefixes.some((range) => startsWithin(digits, range)))
      return { name: brand.name, usual: known };
  }
  return null;
}

export function isPublishedTestNumber(digits: string): boolean {
  return PUBLISHED.has(digits);
}

function startsWithin(digits: string, [first, last]: [number, number]): boolean {
  const leading = Number(digits.slice(0, String(first).length));
  return leading >= first && leading <= last;
}
