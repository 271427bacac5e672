const MOMENT = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?) ?(Z|[+-]\d\d(?::?\d\d)?)?)?$/i;

const zoneOf = (zone: string | undefined): string => {
  if (zone === undefined || /^z$/i.test(zone)) return 'Z';
  return zone.length === 3 ? `${zone}:00` : zone.replace(/^([+-]\d\d):?(\d\d)$/, '$1:$2');
};

/** The moment that a text of ISO 8601 names, in ms; a day is its beginning, no zone is UTC. Null when it names none. */
export function readMoment(text: string): number | null {
  const [, day, time = '00:00', zone] = MOMENT.exec(text) ?? [];
  if (day === undefined) return null;
  const at = Date.parse(`${day}T${time.replace(',', '.')}${zoneOf(zone)}`);
  return Number.isNaN(at) ? null : at;
}
