import { z } from 'zod';

const ScanJob = z.discriminatedUnion('task', [
  z.object({
    task: z.literal('scan_message'),
    channel_id: z.string().regex(/^[\w-]{1,32}$/),
    user_id: z.string().regex(/^[\w-]{1,32}$/),
    content: z.string(),
  }),
  z.object({ task: z.literal('scan_file'), file_path: z.string().min(1).max(4_096) }),
]);
export type ScanJob = z.infer<typeof ScanJob>;

/** A job as the earlier system's producers send it; null for anything else. */
export function readJob(body: string): ScanJob | null {
  try {
    return ScanJob.parse(JSON.parse(body));
  } catch {
    return null;
  }
}
