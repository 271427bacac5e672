/** A file as a message names it. What is not given has to be asked for. */
export type SlackFile = {
  id: string;
  name: string | null;
  /** Where its bytes are; null for files of other organisations. */
  url: string | null;
};

/** What a message says, as it arrived: kept sealed until it was looked into. */
export type MessageContent = {
  text: string;
  blocks: readonly unknown[];
  attachments: readonly unknown[];
  files: readonly unknown[];
};

export type Json = Record<string, unknown>;
export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const textAt = (from: Json, key: string): string | null => {
  const value = from[key];
  return typeof value === 'string' && value !== '' ? value : null;
};
const listAt = (from: Json, key: string): readonly unknown[] =>
  Array.isArray(from[key]) ? (from[key] as unknown[]) : [];

export const contentOf = (message: Json): MessageContent => ({
  text: textAt(message, 'text') ?? '',
  blocks: listAt(message, 'blocks'),
  attachments: listAt(message, 'attachments'),
  files: listAt(message, 'files'),
});

export const isEmpty = ({ text, blocks, attachments, files }: MessageContent): boolean =>
  text === '' && blocks.length + attachments.length + files.length === 0;

/** The files of a message that can be asked for by their id. */
export const filesOf = ({ files }: MessageContent): SlackFile[] =>
  files.filter(isJson).flatMap((file) => {
    const id = textAt(file, 'id');
    // `check_file_info`: the rest is told on demand. `tombstone`: it is gone.
    if (id === null || file.mode === 'tombstone') return [];
    const isTold = file.file_access !== 'check_file_info';
    return [{ id, name: textAt(file, 'name'), url: isTold ? textAt(file, 'url_private_download') : null }];
  });
