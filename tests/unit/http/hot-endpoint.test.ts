import { describe, expect, it } from 'vitest';
import { acceptEndpoint } from '#lib/http/accept-endpoint.ts';
import { earlierEventEndpoint } from '#lib/http/earlier-event-endpoint.ts';
import { firstEventEndpoint } from '#lib/http/first-event-endpoint.ts';
import { hotEndpoint } from '#lib/http/hot-endpoint.ts';

const TOKEN = { authorization: 'Bearer x' };

describe('the endpoint in front of the framework', () => {
  it.each([
    ['POST', '/api/v1/events', {}, acceptEndpoint],
    ['POST', '/api/v1/events?x=1', {}, acceptEndpoint],
    ['OPTIONS', '/api/v1/events', {}, acceptEndpoint],
    ['GET', '/api/v1/events', TOKEN, null],
    ['POST', '/api/v1/events/', {}, null],
    ['POST', '/api/v1/events/1', {}, null],
    ['POST', '/api/v1/eventsx', {}, null],
    ['POST', '/api/events', {}, earlierEventEndpoint],
    ['GET', '/api/events', TOKEN, null],
    ['POST', '/events/', {}, firstEventEndpoint],
    ['PUT', '/events/?x=1', {}, firstEventEndpoint],
    ['GET', '/events/', TOKEN, firstEventEndpoint],
    ['GET', '/events/', { authentication: 'Bearer x' }, firstEventEndpoint],
    ['GET', '/events/', { cookie: 'eye-session=x' }, null],
    ['HEAD', '/events/', {}, null],
    ['POST', '/events', {}, null],
    ['POST', undefined, {}, null],
    [undefined, '/api/v1/events', {}, null],
  ])('of %s %s with %j', (method, url, headers, endpoint) => {
    expect(hotEndpoint({ method, url, headers })).toBe(endpoint);
  });
});
