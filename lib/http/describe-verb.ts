import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

export type VerbWords = { summary: string; refusals: string };

const NOTHING: VerbWords = { summary: '', refusals: '' };

/** A doc comment as words: what it does, and behind `@throws` what it refuses. */
function wordsOf(comment: string): VerbWords {
  const text = comment
    .replace(/^\s*\/\*\*|\*\/\s*$/g, '')
    .replace(/^\s*\* ?/gm, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const [summary = '', ...throws] = text.split(/@throws (?:AppError\s*)?/);
  return { summary: summary.trim(), refusals: throws.join(' ').trim() };
}

const lastComment = (before: string): string | null =>
  /\/\*\*(?:(?!\*\/)[\s\S])*\*\/\s*$/.exec(before)?.[0] ?? null;

async function commentOfVerb(path: string, verb: string): Promise<VerbWords> {
  const source = await readFile(join(ROOT, path), 'utf8');
  const at = source.search(new RegExp(`export (?:async )?(?:function|const) ${verb}\\b`));
  const comment = at === -1 ? null : lastComment(source.slice(0, at));
  return comment === null ? NOTHING : wordsOf(comment);
}

/**
 * What an endpoint does, in the words that stand above it in its route file or above the verb it calls: the reference is
 * written once, where the code is.
 */
export async function describeVerb(routeFile: string, method: string): Promise<VerbWords> {
  const source = await readFile(join(ROOT, routeFile), 'utf8');
  const at = source.indexOf(`export const ${method} `);
  if (at === -1) return NOTHING;
  const own = lastComment(source.slice(0, at));
  const next = source.indexOf('\nexport const ', at + 1);
  const chunk = source.slice(at, next === -1 ? undefined : next);
  for (const [, names = '', path = ''] of source.matchAll(
    /import \{([^}]*)\} from '#(lib\/(?!http\/)[^']+)'/g,
  )) {
    const verbs = names.split(',').map((name) => name.trim());
    const verb = verbs.find((name) => /^[a-z]\w*$/.test(name) && new RegExp(`\\b${name}\\b`).test(chunk));
    if (!verb) continue;
    const words = await commentOfVerb(path, verb);
    return own === null ? words : { ...words, summary: wordsOf(own).summary };
  }
  return own === null ? NOTHING : wordsOf(own);
}
