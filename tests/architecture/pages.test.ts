import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { PERMISSIONS } from '#lib/auth/permissions.ts';

/** Whoever opens them needs no session: the reference tells what the source tells, a link from a mail is its own proof. */
const PUBLIC = ['app/(auth)/account_link/page.tsx', 'app/(docs)/docs/page.tsx'];

const pages = globSync('app/**/page.tsx')
  .map((file) => ({ file: file.replaceAll('\\', '/'), source: readFileSync(file, 'utf8') }))
  .toSorted((a, b) => a.file.localeCompare(b.file));

it('finds the pages', () => expect(pages.length).toBeGreaterThan(30));

it.each(pages.filter(({ file }) => file.startsWith('app/(console)/')))(
  '$file says where it stands and who may see it',
  ({ file, source }) => {
    expect(source).toMatch(/export default consolePage\(\{/);
    const path = file.replace('app/(console)', '').replace(/\/page\.tsx$/, '') || '/';
    expect(/\bpath: '([^']+)'/.exec(source)?.[1]).toBe(path);
    const permission = /\bpermission: (null|'([^']+)')/.exec(source);
    expect(permission, 'declares no permission').not.toBeNull();
    if (permission?.[2]) expect(Object.keys(PERMISSIONS)).toContain(permission[2]);
  },
);

it('the pages outside the console are for who is not signed in, or for everybody', () => {
  const outside = pages.filter(({ file }) => !file.startsWith('app/(console)/'));
  const open = outside.filter(({ source }) => !/export default signInPage\(\{/.test(source));
  expect(open.map(({ file }) => file)).toEqual(PUBLIC);
});

it('there is no server action: everything that changes something is a route', () => {
  const files = globSync('{app,components,lib}/**/*.{ts,tsx}');
  expect(files.length).toBeGreaterThan(500);
  expect(files.filter((file) => /^\s*['"]use server['"]/m.test(readFileSync(file, 'utf8')))).toEqual([]);
});
