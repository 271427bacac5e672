import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTimestamp } from '#lib/events/parse-timestamp.ts';

describe('a timestamp', () => {
  it.each([
    ['2021-01-01T09:15:27Z', '2021-01-01T09:15:27.000Z'],
    ['2021-01-01t09:15:27z', '2021-01-01T09:15:27.000Z'],
    ['2021-01-01 09:15:27.243860', '2021-01-01T09:15:27.243Z'],
    ['2021-01-01T09:15:27.999999999', '2021-01-01T09:15:27.999Z'],
    ['2021-01-01T09:15:27,5', '2021-01-01T09:15:27.500Z'],
    ['2021-01-01T09:15', '2021-01-01T09:15:00.000Z'],
    ['2021-01-01T09:15:27+02:00', '2021-01-01T07:15:27.000Z'],
    ['2021-01-01T09:15:27+0200', '2021-01-01T07:15:27.000Z'],
    ['2021-01-01T09:15:27-08', '2021-01-01T17:15:27.000Z'],
    ['2021-01-01 00:15:27 +01:30', '2020-12-31T22:45:27.000Z'],
    ['2024-02-29T12:00:00Z', '2024-02-29T12:00:00.000Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
  ])('written %s is %s', (text, moment) => {
    expect(new Date(parseTimestamp(text) ?? Number.NaN).toISOString()).toBe(moment);
  });

  it.each([
    '',
    'yesterday',
    '2021-01-01',
    '1609492527',
    '2021-02-29T12:00:00Z',
    '2021-13-01T12:00:00Z',
    '2021-00-01T12:00:00Z',
    '2021-01-32T12:00:00Z',
    '2021-01-01T24:00:00Z',
    '2021-01-01T12:60:00Z',
    '2021-01-01T12:00:60Z',
    '2021-01-01T12:00:00+24:00',
    '2021-01-01T12:00:00+01:60',
    '2021-01-01T12:00:00 Europe/Berlin',
    '2021-01-01T12:00:00Z\n',
    ' 2021-01-01T12:00:00Z',
    '2021-1-1T12:00:00Z',
    '+002021-01-01T12:00:00Z',
    '0000-06-01T12:00:00Z',
    '0001-01-01T00:00:00+01:00',
    '9999-12-31T23:59:59-01:00',
    '２０２１-01-01T12:00:00Z',
    '2021-01-01T12:00:00.Z',
    '2021-01-01T12:00:00.1234567890Z',
  ])('written %j is none', (text) => {
    expect(parseTimestamp(text)).toBeNull();
  });
});

const moment = fc.date({
  min: new Date('0001-01-02T00:00:00Z'),
  max: new Date('9999-12-30T00:00:00Z'),
  noInvalidDate: true,
});

describe('every moment', () => {
  it('is read back as it was written, with any separator and without a zone', () => {
    fc.assert(
      fc.property(
        moment,
        fc.constantFrom('T', 't', ' '),
        fc.constantFrom('Z', 'z', '', '+00:00', '-0000', ' +00'),
        (at, between, zone) => {
          const [date, time] = at.toISOString().slice(0, -1).split('T');
          expect(parseTimestamp(`${date}${between}${time}${zone}`)).toBe(at.getTime());
        },
      ),
    );
  });

  it('is the same moment in every zone', () => {
    fc.assert(
      fc.property(moment, fc.integer({ min: -23 * 60, max: 23 * 60 }), (at, offset) => {
        const local = new Date(at.getTime() + offset * 60_000).toISOString().slice(0, -1);
        const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
        const zone = `${offset < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
        expect(parseTimestamp(local + zone)).toBe(at.getTime());
      }),
    );
  });
});

it('no text makes it throw or answer anything but a moment of four digits of year', () => {
  const almost = fc.stringMatching(
    /^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2})?([.,][0-9]{1,9})?(Z|[+-][0-9]{2}:?[0-9]{2})?$/,
  );
  fc.assert(
    fc.property(fc.oneof(almost, fc.string()), (text) => {
      const ms = parseTimestamp(text);
      if (ms !== null) expect(new Date(ms).toISOString()).toMatch(/^\d{4}-/);
    }),
    { numRuns: 2_000 },
  );
});
