import { timingSafeEqual } from 'node:crypto';
import { describeMetrics } from '#lib/metrics/describe-metrics.ts';
import { clock } from '#lib/platform/clock.ts';
import { sha256 } from '#lib/platform/crypto.ts';
import { env } from '#lib/platform/env.ts';
import { AppError } from '#lib/platform/errors.ts';
import { bearerToken } from './bearer-token.ts';

/** @throws AppError `not_found` while no token is set, `unauthenticated` without that very token. */
export async function metricsAnswer(request: Request): Promise<Response> {
  const { METRICS_TOKEN } = env();
  if (METRICS_TOKEN === undefined)
    throw new AppError('not_found', 'There are no metrics: METRICS_TOKEN is not set.');
  const given = bearerToken(request.headers);
  if (given === null || !timingSafeEqual(sha256(given), sha256(METRICS_TOKEN))) {
    throw new AppError('unauthenticated', 'The metrics ask for the token that METRICS_TOKEN holds.');
  }
  return new Response(await describeMetrics(clock.now()), {
    headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8', 'cache-control': 'no-store' },
  });
}
