import { describe, expect, it } from 'vitest';
import { MESSAGE, sendTo, testIo } from '#tests/support/destination-suite.ts';

describe('log', () => {
  it('writes one structured line', async () => {
    const io = testIo([]);
    expect(await sendTo('log', { level: 'warn' }, io)).toMatchObject({ result: 'delivered' });
    expect(io.lines).toHaveLength(1);
    expect(io.lines[0]).toMatchObject({
      level: 'warn',
      fields: { delivery_id: MESSAGE.id, event: MESSAGE.event },
    });
  });
});
