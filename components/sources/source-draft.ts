import { changedFields } from '#components/record/changed-fields.ts';
import type { GenericSettings, Source, SourceScheme } from '#lib/sources/schema.ts';
import { PRESETS, type SecretOrigin } from './presets.ts';

/** A source while somebody writes it; an empty text stands for nothing. */
export type SourceDraft = {
  scheme: SourceScheme;
  name: string;
  category: string;
  own_application_id: string;
  secretOrigin: SecretOrigin;
  secret: string;
  settings: Record<keyof GenericSettings, string>;
};

const EMPTY_SETTINGS: SourceDraft['settings'] = {
  header: '',
  hash: 'sha256',
  encoding: 'hex',
  prefix: '',
  timestamp_header: '',
  signed_content: '',
  id_header: '',
  name_path: '',
};

export function newDraft(scheme: SourceScheme): SourceDraft {
  const { name, secret } = PRESETS[scheme];
  return {
    scheme,
    name,
    category: '',
    own_application_id: '',
    secretOrigin: secret ?? 'later',
    secret: '',
    settings: EMPTY_SETTINGS,
  };
}

export function draftOf(source: Source): SourceDraft {
  const { scheme, name, category } = source;
  const settings = Object.fromEntries(
    Object.entries(EMPTY_SETTINGS).map(([key, empty]) => [key, String(source.settings[key] ?? empty)]),
  ) as SourceDraft['settings'];
  return {
    ...newDraft(scheme),
    name,
    category,
    own_application_id: source.own_application_id ?? '',
    settings,
  };
}

const orNull = (text: string): string | null => (text.trim() === '' ? null : text);

function settingsOf({ scheme, settings }: SourceDraft): Record<string, unknown> | undefined {
  const { header, hash, encoding, prefix } = settings;
  const told = { id_header: orNull(settings.id_header), name_path: orNull(settings.name_path) };
  if (scheme === 'unverified') return told;
  if (scheme !== 'generic') return undefined;
  const timestamp_header = orNull(settings.timestamp_header);
  const signed_content = orNull(settings.signed_content);
  return { header, hash, encoding, prefix, timestamp_header, signed_content, ...told };
}

const common = (draft: SourceDraft): Record<string, unknown> => {
  const settings = settingsOf(draft);
  return {
    name: draft.name,
    own_application_id: orNull(draft.own_application_id),
    ...(settings === undefined ? {} : { settings }),
  };
};

/** What is sent for a new source. */
export function inputOf(draft: SourceDraft): Record<string, unknown> {
  const { scheme, secretOrigin, secret } = draft;
  const given = secretOrigin === 'given' ? { secret } : { secret: null };
  return {
    scheme,
    ...common(draft),
    ...(draft.category.trim() === '' ? {} : { category: draft.category }),
    ...(secretOrigin === 'made' ? {} : PRESETS[scheme].secret === null ? {} : given),
  };
}

/** Only what differs from how the form was filled in. */
export function patchOf(source: Source, draft: SourceDraft): Record<string, unknown> {
  const known = draftOf(source);
  return changedFields(
    { ...common(known), category: known.category },
    { ...common(draft), category: draft.category },
  );
}
