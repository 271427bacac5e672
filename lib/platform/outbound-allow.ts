import { type AllowList, parseAllowList } from './address.ts';
import { env } from './env.ts';
import { processSingleton } from './singleton.ts';

/** What the product's own calls may reach besides the public internet: what the operator opened, and the demo's own port. */
export function outboundAllow(): AllowList {
  return processSingleton('outbound-allow', () => {
    const { OUTBOUND_ALLOW, DEMO, DEMO_PORT } = env();
    const demo = DEMO ? `,127.0.0.1:${DEMO_PORT},localhost:${DEMO_PORT}` : '';
    return parseAllowList(OUTBOUND_ALLOW + demo);
  });
}
