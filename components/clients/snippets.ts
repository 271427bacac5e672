import { shellQuoted } from '#lib/format/shell-quoted.ts';

/** A call in one language, ready to be pasted. */
export type Snippet = { label: string; code: string };

export type SigningInput = {
  baseUrl: string;
  clientId: string;
  /** The real one while it is shown, afterwards a placeholder. */
  secretKey: string;
  /** One the client may send. */
  category: string;
  /** Of each token; no longer than the client allows. */
  lifetimeSeconds: number;
};

export type TokenInput = { baseUrl: string; token: string; category: string };

/** A JSON string is also a string of JavaScript and of Python. */
const quoted = (text: string): string => JSON.stringify(text);

const event = (category: string, from: string): string =>
  JSON.stringify({ category, name: 'greeting', data: { text: `Hello from ${from}` } });

const curl = (category: string, authorization: string): string =>
  `curl -i "$BASE_URL/api/v1/events" \\
  -H ${authorization} \\
  -H 'Content-Type: application/json' \\
  -d ${shellQuoted(event(category, 'curl'))}`;

/** Signs with openssl in a POSIX shell, then sends. */
function curlSnippet({ baseUrl, clientId, secretKey, category, lifetimeSeconds }: SigningInput): string {
  return `BASE_URL=${shellQuoted(baseUrl)}
CLIENT_ID=${shellQuoted(clientId)}
SECRET_KEY=${shellQuoted(secretKey)}

encode() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }
NOW=$(date +%s)
HEADER=$(printf '{"alg":"HS256","typ":"JWT"}' | encode)
CLAIMS=$(printf '{"jti":"%s","gty":"client-credentials","sub":"%s","iat":%d,"exp":%d}' \\
  "$(openssl rand -hex 16)" "$CLIENT_ID" "$NOW" "$((NOW + ${lifetimeSeconds}))" | encode)
SIGNATURE=$(printf '%s' "$HEADER.$CLAIMS" | openssl dgst -sha256 -hmac "$SECRET_KEY" -binary | encode)

${curl(category, '"Authorization: Bearer $HEADER.$CLAIMS.$SIGNATURE"')}
`;
}

const nodeSend = (category: string): string => `const response = await fetch(\`\${BASE_URL}/api/v1/events\`, {
  method: 'POST',
  headers: { authorization: \`Bearer \${token}\`, 'content-type': 'application/json' },
  body: JSON.stringify(${event(category, 'Node')}),
});
console.log(response.status, await response.text());
process.exitCode = response.ok ? 0 : 1;
`;

/** Needs nothing but Node 18 or later. */
function nodeSnippet({ baseUrl, clientId, secretKey, category, lifetimeSeconds }: SigningInput): string {
  return `// node send-event.mjs
import { createHmac, randomUUID } from 'node:crypto';

const BASE_URL = ${quoted(baseUrl)};
const CLIENT_ID = ${quoted(clientId)};
const SECRET_KEY = ${quoted(secretKey)};

const encode = (part) => Buffer.from(JSON.stringify(part)).toString('base64url');
const iat = Math.floor(Date.now() / 1000);
const signed = [
  { alg: 'HS256', typ: 'JWT' },
  { jti: randomUUID(), gty: 'client-credentials', sub: CLIENT_ID, iat, exp: iat + ${lifetimeSeconds} },
].map(encode).join('.');
const token = \`\${signed}.\${createHmac('sha256', SECRET_KEY).update(signed).digest('base64url')}\`;

${nodeSend(category)}`;
}

const pythonSend = (category: string): string => `request = urllib.request.Request(
    BASE_URL + "/api/v1/events",
    data=json.dumps(${event(category, 'Python')}).encode(),
    headers={"Authorization": "Bearer " + token, "Content-Type": "application/json"},
)
try:
    with urllib.request.urlopen(request) as response:
        print(response.status, response.read().decode())
except urllib.error.HTTPError as refusal:
    sys.exit(f"{refusal.code} {refusal.read().decode()}")
`;

/** Needs nothing but the standard library of Python 3.7 or later. */
function pythonSnippet({ baseUrl, clientId, secretKey, category, lifetimeSeconds }: SigningInput): string {
  return `# python3 send_event.py
import base64, hashlib, hmac, json, sys, time, urllib.error, urllib.request, uuid

BASE_URL = ${quoted(baseUrl)}
CLIENT_ID = ${quoted(clientId)}
SECRET_KEY = ${quoted(secretKey)}


def encode(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).rstrip(b"=").decode()


iat = int(time.time())
claims = {
    "jti": str(uuid.uuid4()),
    "gty": "client-credentials",
    "sub": CLIENT_ID,
    "iat": iat,
    "exp": iat + ${lifetimeSeconds},
}
signed = ".".join(encode(json.dumps(part).encode()) for part in ({"alg": "HS256", "typ": "JWT"}, claims))
token = signed + "." + encode(hmac.new(SECRET_KEY.encode(), signed.encode(), hashlib.sha256).digest())

${pythonSend(category)}`;
}

/** The same call in three languages, each signing its own token. */
export function signingSnippets(input: SigningInput): Snippet[] {
  return [
    { label: 'curl', code: curlSnippet(input) },
    { label: 'Node', code: nodeSnippet(input) },
    { label: 'Python', code: pythonSnippet(input) },
  ];
}

/** The same call with a token made elsewhere, for as long as that lives. */
export function tokenSnippets({ baseUrl, token, category }: TokenInput): Snippet[] {
  const shell = `BASE_URL=${shellQuoted(baseUrl)}
TOKEN=${shellQuoted(token)}

${curl(category, '"Authorization: Bearer $TOKEN"')}
`;
  const node = `// node send-event.mjs
const BASE_URL = ${quoted(baseUrl)};
const token = ${quoted(token)};

${nodeSend(category)}`;
  const python = `# python3 send_event.py
import json, sys, urllib.error, urllib.request

BASE_URL = ${quoted(baseUrl)}
token = ${quoted(token)}

${pythonSend(category)}`;
  return [
    { label: 'curl', code: shell },
    { label: 'Node', code: node },
    { label: 'Python', code: python },
  ];
}
