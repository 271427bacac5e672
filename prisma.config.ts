import { defineConfig } from 'prisma/config';

export default defineConfig({
  schema: 'prisma/schema',
  migrations: { path: 'prisma/migrations' },
  // Written and read by plain SQL, partitioned by day: their shape lives in the migrations alone.
  experimental: { externalTables: true },
  tables: {
    external: [
      'public.events',
      'public.event_keys',
      'public.event_warnings',
      'public.client_refusals',
      'public.source_refusals',
      'public.source_refused_calls',
      'public.deliveries',
      'public.delivery_attempts',
      'public.delivery_counts',
      'public.destination_limits',
      'public.notice_marks',
      'public.notices',
      'public.destination_breakers',
      'public.sweep_marks',
      'public.export_chunks',
      'public.idempotency_keys',
    ],
  },
});
