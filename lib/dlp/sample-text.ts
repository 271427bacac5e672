/** Random numbers that are the same in every run (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const WORDS =
  'the deploy went fine but order service is slow again can you have a look at dashboard before lunch thanks we should move meeting to friday customer asked for refund invoice attached please check logs error rate is up two percent since release build failed on main branch retry passed table view index query plan cache user account page login team report budget quarter plan review ticket comment thread channel'.split(
    ' ',
  );
const NAMES = 'anna ben carla david emma farid greta hugo ines jonas kim lena mateo nora omar paula'.split(
  ' ',
);
const PATHS = ['/api/v1/orders', '/api/v1/users', '/checkout', '/static/app.js', '/health', '/search'];

/** Mixed log and chat text of about `megabytes`, in pieces of 64 KiB that end at a line end; ASCII, so bytes are characters. */
export function mixedText(megabytes: number, seed = 7): string[] {
  const random = seeded(seed);
  const below = (end: number) => Math.floor(random() * end);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  const chars = (alphabet: string, length: number) =>
    Array.from({ length }, () => alphabet[below(alphabet.length)]).join('');
  const hex = (length: number) => chars('0123456789abcdef', length);
  const base64 = (length: number) =>
    chars('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/', length);
  const words = (count: number) => Array.from({ length: count }, () => pick(WORDS)).join(' ');
  const uuid = () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`;
  const time = () =>
    `2026-0${1 + below(9)}-1${below(9)}T1${below(9)}:${10 + below(49)}:${10 + below(49)}.${100 + below(899)}Z`;
  const address = () => `10.${below(255)}.${below(255)}.${below(255)}`;

  const makers: [share: number, make: () => string][] = [
    [38, () => `${pick(NAMES)}: ${words(6 + below(30))}`],
    [
      30,
      () =>
        `{"time":"${time()}","level":"info","msg":"${words(5)}","order_id":"${uuid()}","user":${below(1e7)},"duration_ms":${below(900)},"trace":"${hex(32)}","path":"${pick(PATHS)}"}`,
    ],
    [
      12,
      () =>
        `${address()} - - [${time()}] "GET ${pick(PATHS)}?page=${below(50)} HTTP/1.1" 200 ${below(90000)} "https://shop.firma.de${pick(PATHS)}" "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36"`,
    ],
    [
      10,
      () =>
        `  const ${pick(WORDS)}${below(99)} = await ${pick(WORDS)}.${pick(WORDS)}(${pick(WORDS)}, { limit: ${below(500)} }); // ${words(6)}`,
    ],
    [5, () => `${below(1e6)},${pick(NAMES)},${pick(NAMES)}son,${time()},${below(1e5) / 100},${uuid()}`],
    [
      3,
      () =>
        `    at ${pick(WORDS)}.${pick(WORDS)} (/srv/app/node_modules/${pick(WORDS)}/lib/${pick(WORDS)}.js:${below(900)}:${below(80)})`,
    ],
    [1.5, () => base64(120 + below(200))],
    [
      0.5,
      () =>
        pick([
          () => `${pick(NAMES)}: write to ${pick(NAMES)}@firma.de or call +49 30 90182${below(9)}`,
          () => `paid with card 4242 4242 4242 4242 by ${pick(NAMES)}`,
          () => `export API_KEY=${base64(24).replaceAll('/', 'x')}`,
          () => `aws key AKIA${chars('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 16)} in the log`,
          () => `postgres://app:${base64(14).replaceAll('/', 'x')}@db.internal:5432/shop`,
        ])(),
    ],
  ];
  const total = makers.reduce((sum, [share]) => sum + share, 0);
  const line = () => {
    let at = random() * total;
    for (const [share, make] of makers) {
      at -= share;
      if (at < 0) return make();
    }
    return words(9);
  };
  const pieces: string[] = [];
  while (pieces.length * 65_536 < megabytes * 2 ** 20) {
    let piece = '';
    while (piece.length < 65_536) piece += `${line()}\n`;
    pieces.push(piece);
  }
  return pieces;
}
