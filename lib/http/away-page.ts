import { processSingleton } from '#lib/platform/singleton.ts';
import { ANSWERS, type PlainResponse } from './problem.ts';

const RETRY_SECONDS = 5;
/** More pages than this do not wait for a store at a time; what a reader left behind makes room. */
const MAX_NOTED = 1_000;

const noted = (): Set<string> => processSingleton('pages-without-store', () => new Set<string>());

/** Remembers that the page of this request could not be drawn because the store is away. */
export function noteAway(requestId: string): void {
  const known = noted();
  for (const oldest of known) {
    if (known.size < MAX_NOTED) break;
    known.delete(oldest);
  }
  known.add(requestId);
}

/** Whether the store was away from the page of this request. */
export function wasAway(requestId: string): boolean {
  return noted().has(requestId);
}

const HTML = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="${RETRY_SECONDS}">
<title>The database cannot be reached · The Eye</title>
<script nonce="NONCE">try { document.documentElement.style.colorScheme = { dark: 'dark', light: 'light' }[localStorage.theme] || '' } catch (e) {}</script>
<style nonce="NONCE">
:root { color-scheme: light dark }
body { margin: 0; padding: 16vh 16px 48px; font: 14px/1.5 'Inter Variable', system-ui, sans-serif;
  background: light-dark(oklch(0.985 0.002 265), oklch(0.165 0.006 265)); color: light-dark(oklch(0.22 0.012 265), oklch(0.94 0.004 265)) }
main { max-width: 20rem; margin: auto }
h1 { font-size: 20px; line-height: 1.3; margin: 12px 0 16px }
p { margin: 0 0 12px; color: light-dark(oklch(0.45 0.012 265), oklch(0.72 0.008 265)) }
a { color: light-dark(oklch(0.5 0.18 275), oklch(0.78 0.12 275)) }
small { overflow-wrap: anywhere }
</style>
</head>
<body>
<main role="alert">
<img src="/mark.svg" width="32" height="32" alt="">
<h1>The database cannot be reached</h1>
<p>Nothing was changed, and what was accepted is safe. This page tries again every ${RETRY_SECONDS} seconds by itself.</p>
<p><a href="">Try again now</a></p>
<p><small>Request REQUEST_ID</small></p>
</main>
</body>
</html>
`;

/** Says why there is no page, and tries again by itself: it needs neither the framework nor the store. */
export function awayPage(requestId: string, nonce: string): PlainResponse {
  return {
    status: ANSWERS.unavailable.status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'retry-after': String(RETRY_SECONDS),
      'x-request-id': requestId,
    },
    body: HTML.replace('REQUEST_ID', requestId).replaceAll('NONCE', nonce),
  };
}
