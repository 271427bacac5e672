/** Issued for documentation and tests by the card schemes: it passes the check digit and belongs to nobody. */
const TEST_CARD = '4111 1111 1111 1111';

/** A call that sends a first event, with something to find in it; works as pasted. */
export function firstEventCall(origin: string, token: string): string {
  const event = {
    category: 'checkout',
    name: 'order.paid',
    session_id: 'first-look',
    data: { order: 1001, note: `paid with ${TEST_CARD}` },
  };
  return [
    `curl -sS ${origin}/api/v1/events \\`,
    `  -H 'Authorization: Bearer ${token}' \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d '${JSON.stringify(event)}'`,
  ].join('\n');
}
