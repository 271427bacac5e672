import { startDeliveryLoop } from '#lib/dispatch/delivering/start-delivery-loop.ts';
import { closeDatabase } from '#lib/platform/db.ts';
import { onShutdown, reportReady } from '#lib/platform/process-life.ts';

// A process of its own that delivers and does nothing else: something to kill.
const loop = startDeliveryLoop();
reportReady();
onShutdown([loop.stop, closeDatabase]);
