import { randomToken } from '#lib/platform/crypto.ts';
import type { GenericSettings } from '../schema.ts';
import type { Claim, Scheme, SignedCall } from './scheme.ts';
import { anySecret, hasHmac, hmacText, secondsMs } from './signing.ts';
import { toldEvent, toldSample } from './told-event.ts';

type Parts = { timestamp: string; id: string; body: Buffer };

const formOf = (settings: GenericSettings): string =>
  settings.signed_content ?? (settings.timestamp_header === null ? '{body}' : '{timestamp}.{body}');

/** What is signed, as the settings write it. */
const contentOf = (settings: GenericSettings, parts: Parts): Claim['content'] =>
  formOf(settings)
    .split(/(\{(?:timestamp|id|body)\})/)
    .filter((piece) => piece !== '')
    .map((piece) => (/^\{\w+\}$/.test(piece) ? (parts[piece.slice(1, -1) as keyof Parts] ?? piece) : piece));

const MILLISECONDS = /^\d{12,14}$/;
const ISO = /^\d{4}-\d\d-\d\dT/;

function momentOf(text: string): number | null {
  if (MILLISECONDS.test(text)) return Number(text);
  const ms = secondsMs(text) ?? (ISO.test(text) ? Date.parse(text) : Number.NaN);
  return Number.isNaN(ms) ? null : ms;
}

function claim({ headers, body }: SignedCall, settings: GenericSettings): Claim | null {
  const read = (name: string | null): string =>
    name === null ? '' : (headers.get(name.toLowerCase()) ?? '');
  const given = read(settings.header);
  if (given === '' || !given.startsWith(settings.prefix)) return null;
  const { timestamp_header, id_header } = settings;
  const [id, timestamp] = [read(id_header), read(timestamp_header)];
  if (id === '' && formOf(settings).includes('{id}')) return null;
  const atMs = timestamp_header === null ? null : momentOf(timestamp);
  if (timestamp_header !== null && atMs === null) return null;
  return { signatures: [given], content: contentOf(settings, { timestamp, id, body }), atMs };
}

/** An HMAC in whichever header, hash and spelling a sender chose. */
export const generic: Scheme<GenericSettings> = {
  signature: {
    claim,
    isSignedWith: (given, key, { hash, encoding, prefix }) =>
      hasHmac(given, { hash, encoding }, { key, prefix }),
    sign: ({ body, id, atMs }, key, settings) => {
      const timestamp = String(Math.floor(atMs / 1_000));
      const signature = hmacText(settings, key, contentOf(settings, { timestamp, id, body }));
      return {
        [settings.header]: settings.prefix + signature,
        ...(settings.timestamp_header === null ? {} : { [settings.timestamp_header]: timestamp }),
        ...(settings.id_header === null ? {} : { [settings.id_header]: id }),
      };
    },
    makeSecret: () => randomToken(32),
    secretFault: anySecret,
  },
  eventsOf: (data, call, settings) => [toldEvent(data, call, settings)],
  sample: toldSample,
};
