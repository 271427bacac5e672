import type { Context } from '#lib/auth/context.ts';
import { listEventDeliveries } from '#lib/dispatch/list-event-deliveries.ts';
import type { Delivery } from '#lib/dispatch/schema.ts';
import { getEvent } from '#lib/events/get-event.ts';
import type { TraceStep } from '#lib/events/schema.ts';
import { listSubjectFindings } from '#lib/findings/list-subject-findings.ts';
import type { DescribedEvent } from './schema.ts';

/** The attempts of all deliveries as steps: a delivery that succeeded is `delivered`, any other try `attempted`. */
const deliverySteps = (deliveries: Delivery[]): TraceStep[] =>
  deliveries
    .flatMap((delivery) =>
      delivery.attempts.map((attempt) => ({
        step: attempt.outcome === 'delivered' ? 'delivered' : 'attempted',
        at: attempt.at,
        duration_ms: attempt.duration_ms,
        outcome: attempt.outcome,
        detail: `${delivery.destination}${attempt.error === null ? '' : `: ${attempt.error}`}`,
      })),
    )
    .sort((a, b) => a.at.localeCompare(b.at));

/** An event with whatever was asked for: what was caught in it, its steps, its deliveries with every attempt. */
export async function describeEvent(
  ctx: Context,
  id: string,
  { include, masked }: { include: string[]; masked: boolean },
): Promise<DescribedEvent> {
  const { event, ownTrace } = await getEvent(ctx, id, { masked });
  const wants = (part: string): boolean => include.includes(part);
  const [findings, deliveries] = await Promise.all([
    wants('findings') ? listSubjectFindings(ctx, { kind: 'event', id }) : [],
    wants('deliveries') || wants('trace') ? listEventDeliveries(ctx, id) : [],
  ]);
  return {
    ...event,
    ...(wants('findings') ? { findings } : {}),
    ...(wants('trace') ? { trace: [...ownTrace, ...deliverySteps(deliveries)] } : {}),
    ...(wants('trace') || wants('deliveries') ? { deliveries } : {}),
  };
}
