/** Notifications in the shapes that the security receiver is sent; every value is made up. */
export const SECURITY_EVENT = {
  sqreen_payload_type: 'security_event',
  application_id: 'app-shop',
  application_name: 'Shop',
  environment: 'production',
  date_occurred: '2021-03-04T05:06:07.000000+00:00',
  event_category: 'injection',
  event_id: '60406a0f1b2c3d4e5f607182',
  event_kind: 'sql_injection',
  url: 'https://security.example/events/60406a0f1b2c3d4e5f607182',
  humanized_description: 'SQL injection tried on /orders',
  ips: [
    {
      address: '198.51.100.23',
      date_resolved: '2021-03-04T05:06:07.000000+00:00',
      geo: { city: 'Berlin', code: 'DEU', point: [13.4, 52.5] },
      is_tor: false,
    },
  ],
  application_account_account_keys: [{ name: 'user', value: 'u-1' }],
};

export const PULSE = {
  sqreen_payload_type: 'pulse',
  id: '60406a0f1b2c3d4e5f607183',
  application_id: 'app-shop',
  blocked: true,
  date_started: '2021-03-04T05:00:00.000000+00:00',
  date_ended: null,
  pulse_genre: 'scanner',
  pulse_category: null,
  humanized_title: 'A scanner is looking at Shop',
  _geos: ['DEU'],
  _accounts: [],
  incidents_count: 12,
  user_agents_count: 1,
  accounts_count: 0,
  ip_addresses_count: 1,
  url: 'https://security.example/pulses/60406a0f1b2c3d4e5f607183',
  environment: 'production',
};

export const PLAYBOOK = {
  sqreen_payload_type: 'security_response',
  id: null,
  date_created: '2021-03-04T05:06:08.000000+00:00',
  properties: { ips: [{ ip_cidr: '198.51.100.23/32' }], user_identifiers: [] },
  application: { name: 'Shop', id: 'app-shop', environment: 'production' },
  playbook: { id: 'pb-1', name: 'Block the address' },
};

/** As version 2 wraps them. */
export const envelope = (
  {
    sqreen_payload_type: message_type,
    ...message
  }: { sqreen_payload_type: string; [member: string]: unknown },
  message_id: string | null,
) => ({
  message_id,
  api_version: '2',
  date_created: '2021-03-04T05:06:09.000000+00:00',
  message_type,
  retry_count: 0,
  message,
});
