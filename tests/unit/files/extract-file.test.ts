import { expect, it } from 'vitest';
import { extractFile } from '#lib/files/extract/extract-file.ts';
import { makeZip } from '#tests/support/make-files.ts';

it('reads in a process of its own', async () => {
  const read = await extractFile({ bytes: makeZip({ 'a.txt': 'hello' }), name: 'a.zip' });
  expect(read).toMatchObject({ state: 'extracted', kind: 'zip' });
});

it('says why when it cannot, whatever the bytes', async () => {
  const bytes = Buffer.from('%PDF-1.7 and nothing else');
  expect(await extractFile({ bytes, name: 'a.pdf' })).toMatchObject({
    state: 'unscannable',
    reason: 'malformed',
  });
});

it('takes no more than 25 MiB', async () => {
  const bytes = Buffer.alloc(25 * 1024 * 1024 + 1, 97);
  expect(await extractFile({ bytes, name: 'a.txt' })).toMatchObject({
    state: 'unscannable',
    reason: 'too_large',
  });
});

it('a file that fills the memory of its reader is too large, and harms nobody else', async () => {
  // Eight million empty objects: three bytes each in the file, many more in memory.
  const bytes = Buffer.from(`[${'{},'.repeat(8_000_000)}0]`);
  const [huge, small] = await Promise.all([
    extractFile({ bytes, name: 'a.json' }),
    extractFile({ bytes: Buffer.from('hello'), name: 'a.txt' }),
  ]);
  expect(huge.state === 'unscannable' ? huge.reason : huge.state).toMatch(/^(?:too_large|timeout)$/);
  expect(small).toMatchObject({ state: 'extracted' });
}, 30_000);
