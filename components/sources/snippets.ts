import { shellQuoted } from '#lib/format/shell-quoted.ts';
import type { GenericSettings, Source } from '#lib/sources/schema.ts';

export type SnippetInput = {
  baseUrl: string;
  source: Pick<Source, 'scheme' | 'settings' | 'path'>;
  /** The real one while it is shown, afterwards a placeholder. */
  secret: string;
};

type Signing = {
  body: string;
  /** Lines that set SIGNATURE, from BODY, SECRET, NOW and ID. */
  lines: readonly string[];
  /** Headers, as words of the shell in double quotes. */
  headers: readonly string[];
};

const hex = (content: string, hash = 'sha256'): string =>
  `SIGNATURE=$(printf '%s' ${content} | openssl dgst -${hash} -hmac "$SECRET" -r | cut -d' ' -f1)`;
const base64 = (content: string, hash = 'sha256'): string =>
  `SIGNATURE=$(printf '%s' ${content} | openssl dgst -${hash} -hmac "$SECRET" -binary | openssl base64 -A)`;

const GREETING = '{"type":"greeting","text":"Hello from curl"}';

/** The signed content as one word of the shell: `v2:"$NOW"."$BODY"`. */
function contentWord({ signed_content, timestamp_header }: GenericSettings): string {
  const form = signed_content ?? (timestamp_header === null ? '{body}' : '{timestamp}.{body}');
  const variables: Record<string, string> = { '{body}': '"$BODY"', '{timestamp}': '"$NOW"', '{id}': '"$ID"' };
  return form
    .split(/(\{(?:timestamp|id|body)\})/)
    .filter((piece) => piece !== '')
    .map((piece) => variables[piece] ?? shellQuoted(piece))
    .join('');
}

/** Inside double quotes of the shell. */
const inQuotes = (text: string): string => text.replace(/["\\$`]/g, '\\$&');

function generic(settings: GenericSettings): Signing {
  const { header, prefix, hash, encoding, timestamp_header, id_header } = settings;
  return {
    body: GREETING,
    lines: [(encoding === 'hex' ? hex : base64)(contentWord(settings), hash)],
    headers: [
      `${header}: ${inQuotes(prefix)}$SIGNATURE`,
      ...(timestamp_header === null ? [] : [`${timestamp_header}: $NOW`]),
      ...(id_header === null ? [] : [`${id_header}: $ID`]),
    ],
  };
}

const STANDARD_KEY = `KEY=$(printf '%s' "\${SECRET#whsec_}" | openssl base64 -d -A | od -An -v -tx1 | tr -d ' \\n')`;
const STANDARD_SIGNATURE = `SIGNATURE=$(printf '%s' "$ID.$NOW.$BODY" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$KEY" -binary | openssl base64 -A)`;

function signingOf({ scheme, settings }: SnippetInput['source']): Signing {
  const told = settings as GenericSettings;
  switch (scheme) {
    case 'sqreen':
      return {
        body: '[{"sqreen_payload_type":"security_event","event_kind":"greeting","environment":"test"}]',
        lines: [hex('"$BODY"')],
        headers: ['X-Sqreen-Integrity: $SIGNATURE'],
      };
    case 'github':
      return {
        body: '{"zen":"Keep it logically awesome."}',
        lines: [hex('"$BODY"')],
        headers: ['X-Hub-Signature-256: sha256=$SIGNATURE', 'X-GitHub-Event: ping', 'X-GitHub-Delivery: $ID'],
      };
    case 'stripe':
      return {
        body: '{"id":"\'$ID\'","type":"charge.succeeded"}',
        lines: [hex('"$NOW.$BODY"')],
        headers: ['Stripe-Signature: t=$NOW,v1=$SIGNATURE'],
      };
    case 'shopify':
      return {
        body: '{"id":1,"test":true}',
        lines: [base64('"$BODY"')],
        headers: [
          'X-Shopify-Hmac-Sha256: $SIGNATURE',
          'X-Shopify-Topic: orders/create',
          'X-Shopify-Webhook-Id: $ID',
        ],
      };
    case 'slack':
      return {
        body: '{"type":"event_callback","event":{"type":"message","text":"Hello from curl"}}',
        lines: [hex('"v0:$NOW:$BODY"')],
        headers: ['X-Slack-Request-Timestamp: $NOW', 'X-Slack-Signature: v0=$SIGNATURE'],
      };
    case 'standard-webhooks':
      return {
        body: GREETING,
        lines: [STANDARD_KEY, STANDARD_SIGNATURE],
        headers: ['webhook-id: $ID', 'webhook-timestamp: $NOW', 'webhook-signature: v1,$SIGNATURE'],
      };
    case 'generic':
      return generic(told);
    case 'unverified':
      return {
        body: GREETING,
        lines: [],
        headers: told.id_header ? [`${told.id_header}: $ID`] : [],
      };
  }
}

/** Signs with openssl in a POSIX shell, then sends as the sender would. */
export function curlSnippet({ baseUrl, source, secret }: SnippetInput): string {
  const { body, lines, headers } = signingOf(source);
  const setup = [
    `URL=${shellQuoted(baseUrl + source.path)}`,
    ...(lines.length === 0 ? [] : [`SECRET=${shellQuoted(secret)}`]),
    'NOW=$(date +%s)',
    'ID="greeting-$NOW"',
    `BODY='${body}'`,
    ...lines,
  ];
  const shown = ['Content-Type: application/json', ...headers].map((header) => `  -H "${header}" \\`);
  return `${[...setup, '', 'curl -i "$URL" \\', ...shown, '  --data-binary "$BODY"'].join('\n')}\n`;
}
