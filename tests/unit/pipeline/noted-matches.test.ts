import { describe, expect, it } from 'vitest';
import { compileSet } from '#lib/dlp/engine.ts';
import { scanDocument } from '#lib/dlp/scan-document.ts';
import { judgeEvent, type ScannedDocument } from '#lib/pipeline/judge-event.ts';
import { pattern, shippedPatterns } from '#tests/unit/dlp/shipped-set.ts';

const document = (part: Partial<ScannedDocument>): ScannedDocument => ({
  name: 'n',
  category: 'default',
  session_id: null,
  external_id: null,
  data: null,
  ...part,
});

describe('identifiers', () => {
  it.each(['51c219ba-0039-4962-a3ce-600673914385', 'd2b1f097-d6ac-481e-a827-675506057883'])(
    'leaves the UUID %s alone, although its end passes the check digit of a card',
    (id) => {
      const given = document({ external_id: id, session_id: id, data: { id } });
      const result = scanDocument(compileSet(shippedPatterns), given);
      expect(result.matches).toEqual([]);
    },
  );
});

describe('what is only noted', () => {
  it('leaves the event as it is: no mask, no severity, passed', () => {
    const dry = pattern({ regex: 'ACME-\\d{4}', action: 'block', state: 'dry_run', severity: 'critical' });
    const given = document({ name: 'ACME-1234', data: { note: 'ACME-5678' } });
    const result = scanDocument(compileSet([dry]), given);
    expect(result.matches).toHaveLength(2);
    expect(judgeEvent(given, result)).toMatchObject({
      verdict: 'pass',
      severity: null,
      maskedData: null,
      maskedLabels: {},
    });
  });
});
