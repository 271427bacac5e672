import { existsSync, globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const ROOMS = /^(app|bin|components|deploy|docs|jobs|lib|prisma|public|tests)\//;

it('every path that the documents name exists', () => {
  const documents = ['README.md', ...globSync('docs/**/*.md')];
  const missing = documents.flatMap((document) =>
    [...readFileSync(document, 'utf8').matchAll(/`([\w()[\]./-]+)`|\]\(([\w()[\]./-]+)\)/g)]
      .map((match) => (match[1] ?? match[2] ?? '').replace(/^(\.\.?\/)+/, ''))
      .filter((path) => ROOMS.test(path) && !/[<>*]/.test(path))
      .filter((path) => !existsSync(path.replace(/\/$/, '')))
      .map((path) => `${document}: ${path}`),
  );
  expect(missing).toEqual([]);
});
