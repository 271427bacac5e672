import type { Notice } from './schema.ts';

/** What PostgreSQL keeps as JSON: no U+0000, no half surrogates. */
const storable = (_key: string, value: unknown): unknown =>
  typeof value === 'string' ? value.replaceAll('\0', '\uFFFD').toWellFormed() : value;

const worded = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? 'none');

/** The whole notice as lines of text: for destinations that know no members, and for people. */
function asText({ title, link, data }: Notice): string {
  const facts = Object.entries(data)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => `${name.replaceAll('_', ' ')}: ${worded(value)}`);
  return [title, ...facts, ...(link === undefined ? [] : [`see ${link}`])].join('\n');
}

/** The content of a notice's event, as JSON: the title, all of it as text, the link, then every fact by its name. */
export function noticeDataJson(notice: Notice): string {
  const { title, link, data } = notice;
  const members = { title, body: asText(notice), ...(link === undefined ? {} : { link }) };
  return JSON.stringify({ ...members, ...data, ...members }, storable);
}
