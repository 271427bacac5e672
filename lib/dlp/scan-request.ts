import type { SubjectKind } from './schema.ts';

/** What a text belongs to: decides which patterns look into it. */
export type ScanSubject = {
  kind: SubjectKind;
  category?: string;
  clientId?: string;
  /** Id of the Slack channel. */
  channel?: string;
  /** As the extractor names it: `pdf`, `csv`, … */
  fileKind?: string;
};

/** A piece of text that is looked into by itself: values are never joined over two of them. */
export type Segment = {
  text: string;
  /** For people: `page 3`, `Sheet1!B4`, `a.zip!b.docx`, `attachments[0].text`. */
  place: string;
  /** The column or field the text stands under, taken as context. */
  key?: string;
};

/** A JSON document, or pieces of text (then each match names its piece by `slot` and `path`). */
export type ScanRequest =
  | { subject: ScanSubject; document: unknown }
  | { subject: ScanSubject; segments: readonly Segment[] };
