import { describe, expect, it } from 'vitest';
import { keptRequest } from '#lib/dispatch/kept-request.ts';

const request = {
  method: 'POST',
  url: 'https://hooks.example.com/T0K3N-0123/in',
  headers: { 'x-key': '••••••••', 'content-type': 'application/json' },
  body: '{"note":"T0K3N-0123"}',
};
const keep = (change: Partial<typeof request> = {}, isUnmasked = false) =>
  JSON.parse(keptRequest({ ...request, ...change }, { secrets: { token: 'T0K3N-0123' }, isUnmasked }));

describe('the request that is kept', () => {
  it('is what was sent, our secrets hidden wherever they stand', () => {
    expect(keep()).toEqual({
      ...request,
      url: 'https://hooks.example.com/••••••••/in',
      body: '{"note":"••••••••"}',
    });
  });

  it('is cut at 20 kB, between two characters', () => {
    const { body } = keep({ body: `${'ä'.repeat(20_000)}` });
    expect(body).toBe('ä'.repeat(10_000));
    expect(keep({ body: `x${'ä'.repeat(20_000)}` }).body).toBe(`x${'ä'.repeat(9_999)}`);
    expect(keep({ body: 'x'.repeat(20_000) }).body).toHaveLength(20_000);
  });

  it('has no body that holds what the scan caught', () => {
    expect(keep({}, true)).toMatchObject({ method: 'POST', body: null });
  });

  it('holds nothing that the store refuses', () => {
    expect(keep({ body: 'a\0b\ud800' }).body).toBe('a\uFFFDb\uFFFD');
  });
});
