import type { z } from 'zod';

/**
 * What a form needs to know of a member beyond its type: a text is a line, an enum a select, a boolean a checkbox, a
 * list of texts its words, a record its rows, an object a group, a union by one member a choice with the fields of
 * what was chosen. `title` and `description` are those of JSON Schema.
 */
export type FieldMeta = {
  /** The label, or the words of a branch. */
  title: string;
  /** The hint below the field. */
  description?: string;
  placeholder?: string;
  /** Where the type says too little: a text of several lines, any JSON. */
  widget?: 'multiline' | 'json';
  /** Written as people write, not as machines read. */
  prose?: true;
  /** Sealed, masked in every answer, kept when the mask comes back. Of a record, every value. */
  secret?: true;
  /** Says which host is called: secrets stored for another one are not sent there. */
  origin?: true;
  /** Set by the product, never by a caller: drawn in no form. */
  managed?: true;
  /** Words of the values of an enum that do not speak for themselves. */
  labels?: Readonly<Record<string, string>>;
  /** How many rows a record takes. */
  maxItems?: number;
};

/** The schema with what the form needs to know of it; what wraps it later (`optional`, `default`) keeps it. */
export const field = <S extends z.ZodType>(schema: S, meta: FieldMeta): S => schema.meta(meta);
