import type { RemovalRow } from './removal-repo.ts';
import type { SlackActionKind, SlackAdapter, SlackRemoval, SlackRemovalState } from './schema.ts';
import { sentAtMs } from './sent-at.ts';

export const presentRemoval = (row: RemovalRow): SlackRemoval => ({
  state: row.state as SlackRemovalState,
  wanted: row.wanted as SlackRemoval['wanted'],
  adapter: row.adapter as SlackAdapter | null,
  reason: row.reason,
  next_attempt_at: row.nextAttemptAt?.toISOString() ?? null,
  gone_at: row.goneAt?.toISOString() ?? null,
  visible_ms: row.goneAt && Math.max(0, row.goneAt.getTime() - sentAtMs(row.ts)),
  actions: row.actions.map(({ kind, detail, adapter, at }) => ({
    kind: kind as SlackActionKind,
    detail,
    adapter: adapter as SlackAdapter,
    at: at.toISOString(),
  })),
});
