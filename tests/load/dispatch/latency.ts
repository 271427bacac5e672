import type { Target } from '../connection.ts';
import { percentile } from '../percentile.ts';
import type { Product } from '../product.ts';
import { type Line, ms } from '../report.ts';
import { sampleDelivery } from '../sample-delivery.ts';

const RATE = { perSecond: 200, seconds: 60 };
const MAX_MS = 100;

export async function measureLatency(product: Product, target: Target): Promise<Line[]> {
  const { delivered, lost, refused } = await sampleDelivery(product, target, RATE);
  const p95 = percentile(delivered, 0.95);
  return [
    {
      measure: `accept to delivered at ${RATE.perSecond}/s for ${RATE.seconds} s: p50, p95, p99`,
      figure: `${ms(percentile(delivered, 0.5))}, ${ms(p95)}, ${ms(percentile(delivered, 0.99))}`,
      target: `p95 <= ${MAX_MS} ms`,
      holds: p95 <= MAX_MS,
    },
    {
      measure: 'accepted but not delivered; refused',
      figure: `${lost}; ${refused}`,
      target: '0; 0',
      holds: lost + refused === 0,
    },
  ];
}
