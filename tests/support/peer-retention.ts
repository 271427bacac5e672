import { systemContext } from '#lib/auth/context.ts';
import { closeDatabase } from '#lib/platform/db.ts';
import { onShutdown, reportReady } from '#lib/platform/process-life.ts';
import { applyRetention } from '#lib/retention/apply-retention.ts';

// A process of its own that deletes what has expired and does nothing else: something to kill.
reportReady();
await applyRetention(systemContext('retention'), new Date());
onShutdown([closeDatabase]);
