'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { Fact, Facts, Panel } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time.tsx';
import { Tooltip } from '#components/ui/tooltip.tsx';
import type { DestinationWithHealth } from '#lib/dispatch/schema.ts';
import { formatCount, formatNumber } from '#lib/format/format-number.ts';
import { ActivityBars } from './activity-bars.tsx';
import { ANSWER_DEFINITION, AnswerTime, perSecond } from './answer-time.tsx';
import { backlogText, SuccessRate } from './destination-cells.tsx';
import { RATE_DEFINITION } from './kinds.ts';

function Defined({ by, children }: { by: string; children: ReactNode }) {
  return (
    <Tooltip content={by}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: its definition has to be reachable by keyboard */}
      <span tabIndex={0} className="figures cursor-help rounded-badge">
        {children}
      </span>
    </Tooltip>
  );
}

type Counted = {
  destination: DestinationWithHealth;
  status: 'delivered' | 'dead' | 'pending';
  children: string;
};

/** A count that leads to what it counts. */
function Deliveries({ destination, status, children }: Counted) {
  return (
    <Link
      href={`/deliveries?${new URLSearchParams({ destination: destination.id, status })}`}
      className="figures rounded-badge hover:underline"
    >
      {children}
    </Link>
  );
}

/** What is in use of what may be: calls a second, and at the same time. */
function InUse({ destination }: { destination: DestinationWithHealth }) {
  const { health, rate_per_second: limit, concurrency } = destination;
  return (
    <>
      <Fact name="Rate">
        <span className="figures">{perSecond(health.calls_per_second)}</span>
        <span className="text-ink-3">
          {limit === null ? 'no limit' : `of ${perSecond(limit)}`}, last minute
        </span>
      </Fact>
      <Fact name="In flight">
        <span className="figures">{formatNumber(health.in_flight)}</span>
        <span className="text-ink-3">of {formatCount(concurrency, 'call')} per worker</span>
      </Fact>
    </>
  );
}

/** How it stands now, and how it went today. */
export function HealthPanel({ destination }: { destination: DestinationWithHealth }) {
  const { health } = destination;
  return (
    <Panel title="Health" note="Last 24 hours">
      <Facts>
        <Fact name="Success">
          <Defined by={RATE_DEFINITION}>
            <SuccessRate health={health} />
          </Defined>
          {health.success_rate === null ? <span className="text-ink-3">nothing ended</span> : null}
        </Fact>
        <Fact name="By the hour">
          <ActivityBars hours={health.hours} />
        </Fact>
        <Fact name="Delivered">
          <Deliveries destination={destination} status="delivered">
            {formatNumber(health.delivered)}
          </Deliveries>
          {health.last_delivered_at ? (
            <span className="text-ink-3">
              last <Time at={health.last_delivered_at} />
            </span>
          ) : null}
        </Fact>
        <Fact name="Died">
          <Deliveries destination={destination} status="dead">
            {formatNumber(health.failed)}
          </Deliveries>
          <span className="text-ink-3">retry plan used up</span>
        </Fact>
        <Fact name="Answer time">
          <Defined by={ANSWER_DEFINITION}>
            <AnswerTime times={health.answer_ms} />
          </Defined>
          {health.answer_ms ? <span className="text-ink-3">p50 · p95, last two hours</span> : null}
        </Fact>
        <Fact name="Backlog">
          <Deliveries destination={destination} status="pending">
            {backlogText(health.backlog)}
          </Deliveries>
          {health.oldest_waiting_at ? (
            <span className="text-ink-3">
              oldest from <Time at={health.oldest_waiting_at} />
            </span>
          ) : null}
        </Fact>
        <InUse destination={destination} />
      </Facts>
    </Panel>
  );
}
