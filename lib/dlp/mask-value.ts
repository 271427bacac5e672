import type { MaskStyle } from './schema.ts';

const HIDDEN = '********';

/** What may be shown of a caught value: by its style, and never more than a quarter of its characters. */
export function maskValue(value: string, style: MaskStyle): string {
  const budget = Math.floor(value.length / 4);
  if (style === 'card') return maskCard(value);
  if (style === 'email') return maskEmail(value, budget);
  if (style === 'token') return maskToken(value, budget);
  if (style === 'last4') return HIDDEN + lastOf(value, budget);
  return HIDDEN;
}

function maskCard(value: string): string {
  const digits = value.replace(/\D/g, '');
  const shown = lastOf(digits, Math.floor(digits.length / 4));
  return '*'.repeat(Math.max(digits.length, 8) - shown.length) + shown;
}

/** First letter and as much of the domain's end as the quarter allows, cut at a dot. */
function maskEmail(value: string, budget: number): string {
  const at = value.lastIndexOf('@');
  if (at < 1 || budget < 2) return HIDDEN;
  const first = String.fromCodePoint(value.codePointAt(0) ?? 42);
  const room = budget - first.length - 1;
  const domain = value.slice(at + 1);
  if (domain.length <= room) return `${first}***@${domain}`;
  const dot = domain.indexOf('.', domain.length - room);
  return `${first}***@***${dot < 0 ? '' : domain.slice(dot)}`;
}

/** The issuer's prefix tells which kind of token it was, the end tells which one. */
function maskToken(value: string, budget: number): string {
  const end = lastOf(value, budget);
  const prefix = /^[A-Za-z]{2,6}[_-]/.exec(value)?.[0] ?? '';
  return (prefix.length + end.length <= budget ? prefix : '') + HIDDEN + end;
}

function lastOf(value: string, budget: number): string {
  const count = Math.min(4, budget);
  return count === 0 ? '' : value.slice(-count);
}
