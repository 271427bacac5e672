import { expect, it } from 'vitest';
import { formatExposition } from '#lib/metrics/format-exposition.ts';

it('writes help, type and one line per sample', () => {
  const text = formatExposition([
    {
      name: 'eye_a',
      help: 'All of a.',
      samples: [
        { labels: {}, value: 1 },
        { labels: { x: '1', y: 'z' }, value: 0.5 },
      ],
    },
    { name: 'eye_b', help: 'None.', samples: [] },
  ]);
  expect(text).toBe(
    [
      '# HELP eye_a All of a.',
      '# TYPE eye_a gauge',
      'eye_a 1',
      'eye_a{x="1",y="z"} 0.5',
      '# HELP eye_b None.',
      '# TYPE eye_b gauge',
      '',
    ].join('\n'),
  );
});

it('lets no name of a destination break out of its label', () => {
  const [, , line] = formatExposition([
    { name: 'a', help: 'b', samples: [{ labels: { n: 'x"} 1\nevil 1 \\' }, value: 1 }] },
  ]).split('\n');
  expect(line).toBe(String.raw`a{n="x\"} 1\nevil 1 \\"} 1`);
});
