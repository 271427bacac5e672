import { type AllowList, parseAllowList } from '#lib/platform/address.ts';
import { env } from '#lib/platform/env.ts';
import { processSingleton } from '#lib/platform/singleton.ts';

/** What deliveries may reach besides the public internet: what the operator opened, and the demo's own port. */
export function outboundAllow(): AllowList {
  return processSingleton('dispatch.outbound-allow', () => {
    const { OUTBOUND_ALLOW, DEMO, DEMO_PORT } = env();
    const demo = DEMO ? `,127.0.0.1:${DEMO_PORT},localhost:${DEMO_PORT}` : '';
    return parseAllowList(OUTBOUND_ALLOW + demo);
  });
}
