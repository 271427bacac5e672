import { warmUp } from '#lib/http/warm-up.ts';
import { senderBoss } from '#lib/queue/boss.ts';
import { serveRoutes } from './serve-routes.ts';

// A process of its own that takes webhooks as the web server does, without the framework; says where once it listens.
await senderBoss();
await warmUp();
const served = await serveRoutes({}, { fastLane: true });
process.send?.(served.origin);
