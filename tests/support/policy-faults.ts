type Page = { policy: string | null | undefined; html: string };

const SCRIPT_SOURCES = /(?:^|; )script-src 'nonce-([\w+/]{22}==)' 'strict-dynamic'(?:;|$)/;

/** The nonce of a page's policy; null where the policy lets more scripts run than those that bear one. */
export const nonceOf = (policy: string | null | undefined): string | null =>
  SCRIPT_SOURCES.exec(policy ?? '')?.[1] ?? null;

/** What a browser would not run of a page under its policy, and what a better policy would have to say. */
export function policyFaults({ policy, html }: Page): string[] {
  const nonce = nonceOf(policy);
  if (nonce === null) return [`scripts need no nonce: ${policy}`];
  const tags = [...html.matchAll(/<(script|style)\b[^>]*>/g)].map(([tag]) => tag);
  const strange = tags.filter((tag) => !tag.includes(` nonce="${nonce}"`));
  const handlers = [...html.matchAll(/<[a-z][^>]*\son[a-z]+=[^>]*>/g)].map(([tag]) => tag);
  const missing = [
    "default-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].filter((directive) => !policy?.split('; ').includes(directive));
  return [...missing, ...strange, ...handlers, ...(tags.length === 0 ? ['a page without any script'] : [])];
}
