'use client';

import { type RecordQuery, useRecord } from '#components/record/use-record.ts';
import type { RaisedNotice } from '#lib/notices/schema.ts';

const SHOWN = 20;
const REFRESH_MS = 30_000;

export type NoticesQuery = RecordQuery<{ items: readonly RaisedNotice[] }>;

/** The newest notices, looked for every half minute; nothing is asked while it is off. */
export const useNotices = (enabled: boolean): NoticesQuery =>
  useRecord('/notices', enabled ? `?limit=${SHOWN}` : null, { refetchIntervalMs: REFRESH_MS });
