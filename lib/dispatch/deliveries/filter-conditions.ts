import { uuidv7Floor } from '#lib/platform/ids.ts';
import type { DeliveryFilters } from './schema.ts';

export type DeliveryConditions = {
  /** To be joined with AND; values only ever travel as parameters. */
  parts: string[];
  values: unknown[];
  /** Adds a value, answers its place in the statement. */
  param: (value: unknown) => string;
};

const LOWEST = '00000000-0000-0000-0000-000000000000';
const HIGHEST = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** The first and the last id that begin so; null where no id does. */
export function idRange(beginning: string): [string, string] | null {
  const digits = beginning.replaceAll('-', '');
  const whole = (rest: string): string => {
    const hex = digits + rest.replaceAll('-', '').slice(digits.length);
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  };
  if (digits.length > 32) return null;
  const first = whole(LOWEST);
  return first.startsWith(beginning) ? [first, whole(HIGHEST)] : null;
}

const OF_EVENT = { category: 'e.category', client: 'e.client_id' } as const;
const OWN = {
  status: 'd.status',
  destination: 'd.destination_id',
  event: 'd.event_id',
  cause: 'd.cause',
  operation: 'd.operation_id',
  reason: 'd.reason',
} as const;

/** The filter as conditions on `deliveries d`. */
export function deliveryConditions(filter: Partial<DeliveryFilters>): DeliveryConditions {
  const values: unknown[] = [];
  const parts: string[] = [];
  const param = (value: unknown): string => `$${values.push(value)}`;
  for (const [name, column] of Object.entries(OWN)) {
    const value = filter[name as keyof typeof OWN];
    if (value !== undefined) parts.push(`${column} = ${param(value)}`);
  }
  if (filter.from) parts.push(`d.id >= ${param(uuidv7Floor(filter.from))}`);
  if (filter.to) parts.push(`d.id < ${param(uuidv7Floor(filter.to))}`);
  const ofEvent = Object.entries(OF_EVENT).flatMap(([name, column]) => {
    const value = filter[name as keyof typeof OF_EVENT];
    return value === undefined ? [] : [`${column} = ${param(value)}`];
  });
  if (ofEvent.length > 0) {
    parts.push(`EXISTS (SELECT 1 FROM events e WHERE e.id = d.event_id AND ${ofEvent.join(' AND ')})`);
  }
  const { outcome, status_code: code } = filter;
  if (outcome !== undefined || code !== undefined) {
    const last = [
      ...(outcome === undefined ? [] : [`a.outcome = ${param(outcome)}`]),
      ...(code === undefined ? [] : [`a.status_code = ${param(code)}`]),
      'NOT EXISTS (SELECT 1 FROM delivery_attempts n WHERE n.delivery_id = a.delivery_id AND n.number > a.number)',
    ];
    parts.push(`d.id IN (SELECT a.delivery_id FROM delivery_attempts a WHERE ${last.join(' AND ')})`);
  }
  if (filter.q) {
    const range = idRange(filter.q);
    const [first, last] = range ? [param(range[0]), param(range[1])] : [];
    parts.push(
      range
        ? `((d.id >= ${first} AND d.id <= ${last}) OR (d.event_id >= ${first} AND d.event_id <= ${last}))`
        : 'false',
    );
  }
  return { parts, values, param };
}
