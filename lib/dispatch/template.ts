const ALONE = /^\{\{\s*([\w.-]+)\s*\}\}$/;
const INSIDE = /\{\{\s*([\w.-]+)\s*\}\}/g;

function valueAt(document: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((at, part) => {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return undefined;
    return (at as Record<string, unknown>)[part];
  }, document);
}

const asText = (value: unknown): string =>
  value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);

/**
 * Fills `{{path}}` in every string of a template from the document. Alone in its string a path becomes the value
 * itself, whatever its type, and null when there is none; inside a longer text it becomes text.
 */
export function fillTemplate(template: unknown, document: unknown): unknown {
  if (typeof template === 'string') {
    const alone = ALONE.exec(template)?.[1];
    if (alone !== undefined) return valueAt(document, alone) ?? null;
    return template.replace(INSIDE, (_all, path: string) => asText(valueAt(document, path)));
  }
  if (Array.isArray(template)) return template.map((item) => fillTemplate(item, document));
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(
    Object.entries(template).map(([key, value]) => [key, fillTemplate(value, document)]),
  );
}
