'use client';

import { Fact, Facts, Panel } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time.tsx';
import { Tooltip } from '#components/ui/tooltip.tsx';
import type { DestinationWithHealth } from '#lib/dispatch/schema.ts';
import { formatNumber } from '#lib/format/format-number.ts';
import { backlogText, SuccessRate } from './destination-cells.tsx';
import { RATE_DEFINITION } from './kinds.ts';

export function HealthPanel({ destination }: { destination: DestinationWithHealth }) {
  const { health } = destination;
  return (
    <Panel title="Health" note="Last 24 hours">
      <div className="flex flex-col gap-2">
        <Facts>
          <Fact name="Success">
            <Tooltip content={RATE_DEFINITION}>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: its definition has to be reachable by keyboard */}
              <span tabIndex={0} className="figures">
                <SuccessRate health={health} />
              </span>
            </Tooltip>
            {health.success_rate === null ? <span className="text-ink-3">nothing finished</span> : null}
          </Fact>
          <Fact name="Delivered">
            <span className="figures">{formatNumber(health.delivered)}</span>
            {health.last_delivered_at ? (
              <span className="text-ink-3">
                last <Time at={health.last_delivered_at} />
              </span>
            ) : null}
          </Fact>
          <Fact name="Failed">
            <span className="figures">{formatNumber(health.failed)}</span>
            <span className="text-ink-3">retry plan used up</span>
          </Fact>
          <Fact name="Backlog">
            <span className="figures">{backlogText(health.backlog)}</span>
            {health.oldest_waiting_at ? (
              <span className="text-ink-3">
                oldest from <Time at={health.oldest_waiting_at} />
              </span>
            ) : null}
          </Fact>
          <Fact name="In flight">
            <span className="figures">{formatNumber(health.in_flight)}</span>
          </Fact>
        </Facts>
        <p className="text-ink-3 text-xs">{RATE_DEFINITION}</p>
      </div>
    </Panel>
  );
}
