import { describe, expect, it } from 'vitest';
import { isAcceptPath } from '#lib/http/accept-endpoint.ts';

describe('the path of the accept endpoint', () => {
  it.each([
    ['POST', '/api/v1/events', true],
    ['POST', '/api/v1/events?x=1', true],
    ['OPTIONS', '/api/v1/events', true],
    ['GET', '/api/v1/events', false],
    ['POST', '/api/v1/events/', false],
    ['POST', '/api/v1/events/1', false],
    ['POST', '/api/v1/eventsx', false],
    ['POST', undefined, false],
    [undefined, '/api/v1/events', false],
  ])('%s %s: %s', (method, url, answer) => {
    expect(isAcceptPath(method, url)).toBe(answer);
  });
});
