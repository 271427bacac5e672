import { expect, test } from 'vitest';
import { NAV, navItemOf, visibleNav } from '#components/shell/nav.ts';

const labels = (permissions: string[]) =>
  visibleNav(permissions).flatMap((group) => group.items.map((item) => item.label));

test('only what a person may read is offered, and empty groups are gone', () => {
  expect(labels(['findings:read'])).toEqual(['Findings']);
  expect(visibleNav(['findings:read'])).toHaveLength(1);
  expect(labels([])).toEqual([]);
});

test('all_all is offered everything', () => {
  expect(labels(['all_all'])).toHaveLength(NAV.flatMap((group) => group.items).length);
});

test('a page below belongs to its entry, a longer name does not', () => {
  expect(navItemOf('/clients/new')?.label).toBe('Clients');
  expect(navItemOf('/')?.label).toBe('Overview');
  expect(navItemOf('/clientships')).toBeUndefined();
});
