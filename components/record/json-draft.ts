import type { ApiFault } from '#components/ui/api.ts';

export type JsonDraft = { ok: true; value: unknown } | { ok: false; fault: string };

/** Reads JSON as somebody types it; a fault says where, in lines as an editor counts them. */
export function readJson(text: string): JsonDraft {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const at = /position (\d+)/.exec(reason)?.[1];
    if (at === undefined) return { ok: false, fault: `is not JSON: ${reason}` };
    const before = text.slice(0, Number(at)).split('\n');
    const place = `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
    return { ok: false, fault: `is not JSON: ${place} (${reason.replace(/ in JSON at position.*$/s, '')})` };
  }
}

/** The value, or undefined with the fault added under `path`. */
export function readJsonInto(text: string, path: string, faults: ApiFault[]): unknown {
  const draft = readJson(text);
  if (draft.ok) return draft.value;
  faults.push({ path, message: draft.fault });
  return undefined;
}
