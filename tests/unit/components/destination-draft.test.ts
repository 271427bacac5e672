import { describe, expect, it } from 'vitest';
import {
  configDraftOf,
  configDraftOfKind,
  movedAddresses,
  type RowDraft,
  readConfig,
  withoutStored,
} from '#components/destinations/config-draft.ts';
import {
  type DestinationDraft,
  draftOf,
  inputOf,
  NEW_DESTINATION,
  patchOf,
  readRetryPlan,
} from '#components/destinations/destination-draft.ts';
import type { ApiFault } from '#components/ui/api.ts';
import { SECRET_MASK } from '#lib/dispatch/destinations/shared-config.ts';
import { type Destination, DestinationInput } from '#lib/dispatch/schema.ts';

const destination: Destination = {
  id: '0199a1c0-0000-7000-8000-000000000002',
  name: 'orders',
  kind: 'http',
  config: {
    url: 'https://hooks.example.com/eye',
    headers: { Authorization: SECRET_MASK, 'X-Team': SECRET_MASK },
    signing_secret: SECRET_MASK,
  },
  filter: { category: 'orders' },
  form: 'whole',
  template: { format: 'text', text: '{{name}}' },
  enabled: true,
  notices: false,
  disabled_at: null,
  disabled_reason: null,
  paused_at: null,
  ordered: false,
  rate_per_second: 2.5,
  concurrency: 4,
  timeout_ms: 12_500,
  retry_plan_ms: [500, 90_000, 86_400_000],
  version: 3,
  created_at: '2026-01-01T00:00:00.000Z',
  updated_at: '2026-01-01T00:00:00.000Z',
};

const started = (): Record<string, unknown> => inputOf(draftOf(destination)).input;
const changed = (change: Partial<DestinationDraft>) => {
  const { input, faults } = inputOf({ ...draftOf(destination), ...change });
  return { patch: patchOf(started(), input), faults };
};

describe('a destination while it is written', () => {
  it.each(['http', 'graphql'] as const)('starts as a %s the API takes, but for name and address', (kind) => {
    const config = { ...configDraftOf(kind), url: 'https://example.com' };
    const draft = { ...NEW_DESTINATION, kind, name: 'x', config };
    const { input, faults } = inputOf(draft);
    expect(faults).toEqual([]);
    expect(DestinationInput.parse(input)).toEqual(
      DestinationInput.parse({
        name: 'x',
        kind,
        config: { url: 'https://example.com', ...(kind === 'http' ? { signature: 'v1' } : {}) },
      }),
    );
  });

  it('starts as a log the API takes, but for the name', () => {
    const { input } = inputOf({ ...NEW_DESTINATION, kind: 'log', name: 'x', config: configDraftOf('log') });
    expect(DestinationInput.parse(input)).toEqual(DestinationInput.parse({ name: 'x', kind: 'log' }));
  });

  it('is unchanged when nothing was typed', () => {
    expect(changed({})).toEqual({ patch: {}, faults: [] });
  });

  it('sends the mask for secrets that stay, and only the new one for another', () => {
    const { config } = draftOf(destination);
    const [first, second] = config.headers as RowDraft[];
    if (!first || !second) throw new Error('There have to be two headers.');
    const headers = [first, { ...second, value: 'blue', isStored: false }];
    const { patch } = changed({ config: { ...config, headers } });
    expect(patch).toEqual({
      config: {
        url: 'https://hooks.example.com/eye',
        method: 'POST',
        auth: { type: 'none' },
        headers: { Authorization: SECRET_MASK, 'X-Team': 'blue' },
        signature: 'v1',
        signing_secret: SECRET_MASK,
      },
    });
  });

  it('asks for each stored secret anew where the address leads to another host', () => {
    const { config } = draftOf(destination);
    expect(movedAddresses('http', config, { ...config, url: 'https://hooks.example.com/other' })).toEqual([]);
    const moved = { ...config, url: 'https://hooks.example.org/eye' };
    expect(movedAddresses('http', config, moved)).toEqual(['url']);
    const { patch } = changed({ config: withoutStored(moved) });
    expect(patch.config).not.toHaveProperty('signing_secret');
  });

  it('keeps what was typed for each branch of a choice, and sends the chosen one', () => {
    const typed = {
      ...configDraftOf('http'),
      url: 'https://example.com',
      'auth.type': 'basic',
      'auth.username': 'eye',
      'auth.password': { value: ' pw ', isStored: false },
      'auth.client_id': 'unused',
    };
    const faults: ApiFault[] = [];
    expect(readConfig('http', typed, faults)).toMatchObject({
      auth: { type: 'basic', username: 'eye', password: ' pw ' },
    });
    expect(readConfig('http', { ...typed, 'auth.type': 'none' }, faults).auth).toEqual({ type: 'none' });
    expect(faults).toEqual([]);
  });

  it('shows the stored branch of a choice, its secret as stored', () => {
    const auth = { type: 'basic', username: 'eye', password: SECRET_MASK };
    const draft = configDraftOf('http', { ...destination.config, auth });
    expect(draft).toMatchObject({
      'auth.type': 'basic',
      'auth.username': 'eye',
      'auth.password': { value: '', isStored: true },
    });
    expect(readConfig('http', draft, [])).toMatchObject({ auth });
  });

  it('says at its own place what is no number, or missing', () => {
    const faults: ApiFault[] = [];
    const mail = configDraftOf('email');
    expect(readConfig('email', { ...mail, port: '' }, faults)).not.toHaveProperty('port');
    readConfig('email', { ...mail, port: 'x' }, faults);
    expect(faults).toEqual([{ path: 'config.port', message: 'is not a number' }]);
  });

  it('keeps the address when another kind is chosen, and that kind its own defaults', () => {
    const typed = { ...configDraftOf('http'), url: 'https://example.com' };
    const draft = configDraftOfKind('http', 'graphql', typed);
    expect(draft.url).toBe('https://example.com');
    expect(draft.mutation).toBe(configDraftOf('graphql').mutation);
    expect(configDraftOfKind('graphql', 'log', draft)).toEqual(configDraftOf('log'));
  });

  it('reads numbers, durations and JSON, and says where it cannot', () => {
    expect(changed({ ratePerSecond: '', timeout: '2 s', retryPlan: '1 s, 1 min' }).patch).toEqual({
      rate_per_second: null,
      timeout_ms: 2_000,
      retry_plan_ms: [1_000, 60_000],
    });
    const { faults } = changed({
      ratePerSecond: 'fast',
      timeout: 'long',
      filter: '{',
      retryPlan: '1 s, soon',
    });
    expect(faults.map(({ path }) => path).toSorted()).toEqual([
      'filter',
      'rate_per_second',
      'retry_plan_ms[1]',
      'timeout_ms',
    ]);
  });

  it('refuses a header that is there twice', () => {
    const header = { name: 'X-Team', value: 'a', isStored: false };
    const headers = [
      { ...header, id: 1 },
      { ...header, id: 2 },
    ];
    const { faults } = changed({ config: { ...draftOf(destination).config, headers } });
    expect(faults).toEqual([{ path: 'config.headers.X-Team', message: 'is there twice' }]);
  });

  it('skips empty places of a retry plan', () => {
    const faults: ApiFault[] = [];
    expect(readRetryPlan('1 s,, 2 s,\n', faults)).toEqual([1_000, 2_000]);
    expect(faults).toEqual([]);
  });
});
