import { describe, expect, it } from 'vitest';
import type { ScanResult } from '#lib/dlp/match.ts';
import { scanDocument } from '#lib/dlp/scan-document.ts';
import type { ClaimedEvent } from '#lib/events/repo.ts';
import {
  type Judgement,
  judgeEvent,
  type ScannedDocument,
  toScannedDocument,
} from '#lib/pipeline/judge-event.ts';
import { shippedSet } from '#tests/unit/dlp/shipped-set.ts';

const PRIVATE_KEY = `-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIIrYSSNQFaA2Hwf1duRSxKtLYX5CB04fSeQ6tF1aY1aPuj0TMNGt
-----END EC PRIVATE KEY-----`;

const document = (given: Partial<ScannedDocument>): ScannedDocument => ({
  name: 'order.paid',
  category: 'checkout',
  session_id: null,
  external_id: null,
  data: null,
  ...given,
});
const judge = (given: Partial<ScannedDocument>, over: Partial<ScanResult> = {}): Judgement => {
  const whole = document(given);
  return judgeEvent(whole, { ...scanDocument(shippedSet, whole), ...over });
};

describe('an event in which nothing is found', () => {
  it('passes as it is', () => {
    expect(judge({ data: { note: 'all is well' } })).toEqual({
      verdict: 'pass',
      severity: null,
      reason: 'passed: nothing found',
      maskedData: null,
      maskedLabels: {},
    });
  });
});

describe('an event in which something is found', () => {
  it('is redacted where the pattern says so, with the reason in words', () => {
    const judgement = judge({ data: { note: 'paid with 4111 1111 1111 1111', amount: 12 } });
    expect(judgement).toMatchObject({
      verdict: 'redact',
      severity: 'high',
      maskedData: { value: { note: 'paid with ************1111', amount: 12 } },
      maskedLabels: {},
    });
    expect(judgement.reason).toMatch(/^redacted: Card number v\d+, .*confidence \d$/);
    expect(JSON.stringify(judgement)).not.toContain('4111 1111');
  });

  it('is masked for readers also where the pattern only records', () => {
    expect(judge({ data: { to: 'jane.doe@mail.shop.co.uk' } })).toMatchObject({
      verdict: 'pass',
      severity: 'low',
      maskedData: { value: { to: 'j***@***.uk' } },
    });
  });

  it('takes the strictest verdict and the highest severity of all that was found', () => {
    const judgement = judge({
      data: { mail: 'jane.doe@mail.shop.co.uk', card: '4111111111111111', key: PRIVATE_KEY },
    });
    expect(judgement).toMatchObject({ verdict: 'block', severity: 'critical' });
    expect(judgement.reason).toMatch(/^blocked: Private key v\d+.*; Card number v\d+.*; E-mail address v\d+/);
  });

  it('names one pattern once, however often it was found', () => {
    const { reason } = judge({ data: ['4111111111111111', '5555555555554444', '4012888888881881'] });
    expect(reason.match(/Card number/g)).toHaveLength(1);
  });

  it('masks labels that hold something, and leaves the others', () => {
    expect(
      judge({
        name: 'paid with 4111111111111111',
        session_id: 'jane.doe@mail.shop.co.uk',
        external_id: 'order-1',
      }).maskedLabels,
    ).toEqual({ name: 'paid with ************1111', session_id: 'j***@***.uk' });
  });

  it('masks a label no longer than a label may be', () => {
    const name = `${'x'.repeat(121)} a@b.de`;
    expect(name).toHaveLength(128);
    const masked = judge({ name }).maskedLabels.name;
    expect(masked).toMatch(/^x{121} \*{6}$/);
    const emoji = `${'😀'.repeat(60)} a@b.de!`;
    expect(emoji).toHaveLength(128);
    const cut = judge({ name: emoji }).maskedLabels.name;
    expect(cut?.isWellFormed()).toBe(true);
    expect(cut?.length).toBeLessThanOrEqual(128);
  });
});

describe('an event that could not be looked into to its end', () => {
  it.each<[Partial<ScanResult>, RegExp]>([
    [{ unscannable: 'timeout' }, /^blocked: could not be scanned \(timeout\)$/],
    [{ unscannable: 'too_large' }, /^blocked: could not be scanned/],
    [{ truncated: true }, /^blocked: more findings than are kept/],
  ])('is blocked and shows nothing of its content: %j', (over, reason) => {
    const judgement = judge({ data: { note: 'paid with 4111 1111 1111 1111' } }, over);
    expect(judgement).toMatchObject({ verdict: 'block', maskedData: { value: null }, maskedLabels: {} });
    expect(judgement.reason).toMatch(reason);
  });
});

it('what is scanned is everything that the sender chose', () => {
  const event: ClaimedEvent = {
    id: '0199a1c0-0000-7000-8000-000000000001',
    external_id: 'e',
    client_id: '0199a1c0-0000-7000-8000-000000000002',
    client_name: 'shop',
    source_id: null,
    source_name: null,
    session_id: 's',
    category: 'c',
    name: 'n',
    occurred_at: new Date(),
    received_at: new Date(),
    data: { d: 1 },
    exactData: { d: 1 },
  };
  expect(toScannedDocument(event)).toEqual({
    name: 'n',
    category: 'c',
    session_id: 's',
    external_id: 'e',
    data: { d: 1 },
  });
});
