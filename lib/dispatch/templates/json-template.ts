import { isAppError } from '#lib/platform/errors.ts';
import { parseJson } from '#lib/platform/json.ts';
import { endOfString } from '#lib/platform/json-numbers.ts';
import { findTemplateFault, type TemplateFault, type TemplateRoots } from './parse-template.ts';

function syntaxFault(text: string): TemplateFault | null {
  try {
    parseJson(text);
    return null;
  } catch (error) {
    const cause = isAppError(error) ? error.cause : error;
    const reason = cause instanceof Error ? cause.message : '';
    const at = /position (\d+)/.exec(reason)?.[1];
    const [first] = (isAppError(error) && error.details.errors) || [];
    const where = first?.path ? `${first.path} ` : '';
    return {
      at: at === undefined ? Math.max(0, text.trimEnd().length) : Number(at),
      message: `${where}${first?.message ?? 'is not JSON'}`,
    };
  }
}

/** Where each character of a string begins in the text that it is written in. */
function offsetsOf(raw: string): number[] {
  const offsets: number[] = [];
  for (let i = 0; i < raw.length; i++) {
    offsets.push(i);
    if (raw[i] === '\\') i += raw[i + 1] === 'u' ? 5 : 1;
  }
  return [...offsets, raw.length];
}

/** What is wrong with a text as a JSON value whose strings are templates; null when nothing is. */
export function findJsonTemplateFault(text: string, roots: TemplateRoots): TemplateFault | null {
  const syntax = syntaxFault(text);
  if (syntax) return syntax;
  for (let start = text.indexOf('"'); start >= 0; ) {
    const end = endOfString(text, start);
    const value = JSON.parse(text.slice(start, end + 1)) as string;
    const isName = /^\s*:/.test(text.slice(end + 1, end + 100));
    if (isName && value.includes('{{'))
      return { at: start + 1, message: 'is the name of a member: only values are filled' };
    const fault = isName ? null : findTemplateFault(value, roots);
    if (fault) {
      const offsets = offsetsOf(text.slice(start + 1, end));
      return { ...fault, at: start + 1 + (offsets[fault.at] ?? 0) };
    }
    start = text.indexOf('"', end + 1);
  }
  return null;
}
