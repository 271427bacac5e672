const DATE_TIME =
  /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?: ?(?:([Zz])|([+-])(\d{2}):?(\d{2})?))?$/;

/**
 * An ISO 8601 date and time as milliseconds of Unix time; without a zone it is UTC, as the first system's
 * clients write it (`2021-01-01 09:15:27.243860`). Null when it is no such moment. Digits below the
 * millisecond are dropped.
 */
export function parseTimestamp(text: string): number | null {
  const match = DATE_TIME.exec(text);
  if (!match) return null;
  const part = (i: number): number => Number(match[i] ?? 0);
  const [year, month, day, hour, minute, second] = [part(1), part(2), part(3), part(4), part(5), part(6)];
  const ms = Math.floor(Number(`0.${match[7] ?? '0'}`) * 1000 + 1e-9);
  const [zoneHours, zoneMinutes] = [part(10), part(11)];
  if (hour > 23 || minute > 59 || second > 59 || zoneHours > 23 || zoneMinutes > 59) return null;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  date.setUTCHours(hour, minute, second, ms);
  const offsetMinutes = (match[9] === '-' ? -1 : 1) * (zoneHours * 60 + zoneMinutes);
  date.setTime(date.getTime() - offsetMinutes * 60_000);
  // The zone may lead out of the years that the store and every answer can write.
  return date.getUTCFullYear() < 1 || date.getUTCFullYear() > 9999 ? null : date.getTime();
}
