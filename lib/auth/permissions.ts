/** Every permission the product asks for, with what it allows in words: the one list for server, console and seed. */
export const PERMISSIONS = {
  'events:read': 'List events, open one and see its trace',
  'events:export': 'Export events, masked, as a file',
  'event_views:share': 'Share views of the events with everybody, change and delete shared ones',
  'findings:read': 'List what was caught, masked',
  'findings:decide': 'Decide about findings, take decisions back, comment',
  'findings:reveal': 'See the unmasked content of events and findings',
  'files:read': 'List the files that were scanned, and what was found in them, masked',
  'files:write': 'Upload files to be scanned, delete them',
  'slack:read': 'List what arrived from Slack, masked, and what became of it',
  'slack:write': 'Connect the Slack workspace, switch its channels on and off, try removals again',
  'patterns:read': 'List patterns and try them on text',
  'patterns:write': 'Create, change, enable and delete patterns',
  'backtests:read': 'See how patterns did on past events, masked',
  'backtests:write': 'Try patterns on past events, cancel such trials',
  'exclusions:write': 'Leave single matches out of the scans, change and delete such exclusions',
  'clients:read': 'List client applications',
  'clients:write': 'Create client applications, change, disable and delete them',
  'destinations:read': 'List destinations and their health',
  'sources:read': 'List sources of signed webhooks and their refused calls',
  'sources:write': 'Create sources, change, rotate, disable and delete them',
  'destinations:write': 'Create destinations, change, test, disable and delete them',
  'destinations:unmasked':
    'Let a destination get the whole content of events, and change where it goes; needs findings:reveal too',
  'deliveries:read': 'List deliveries, their attempts, the shelf of dead ones and bulk operations',
  'deliveries:write': 'Retry, resend and discard deliveries, replay events, one or many at once',
  'enrichment_rules:read': 'List enrichment rules',
  'enrichment_rules:write': 'Create, change, enable and delete enrichment rules',
  'users:read': 'List users and their roles',
  'users:write': 'Create users, change their roles, disable them',
  'mail:read': 'See which mail server the product sends its own mail through',
  'mail:write': 'Set up the mail server of the product, send a trial mail',
  permissions_admin: 'Manage permissions and roles and who holds them, ask what anybody may do',
  'audit:read': 'Read the audit log',
  'retention:read': 'See what is stored and for how long it is kept',
  'retention:write': 'Change for how long events are kept, and so what is deleted',
} as const;

export type Permission = keyof typeof PERMISSIONS;

/** Holders of this one hold every other. */
export const ALL_PERMISSIONS = 'all_all';

const READ = (Object.keys(PERMISSIONS) as Permission[]).filter((name) => name.endsWith(':read'));

/** The roles every installation starts with. */
export const BUILT_IN_ROLES: Readonly<
  Record<string, { description: string; permissions: readonly string[] }>
> = {
  administrator: { description: 'May do everything', permissions: [ALL_PERMISSIONS] },
  reviewer: {
    description: 'Decides about findings, may see unmasked content',
    permissions: [
      'events:read',
      'findings:read',
      'findings:decide',
      'findings:reveal',
      'slack:read',
      'patterns:read',
      'backtests:read',
      'exclusions:write',
      'deliveries:read',
    ],
  },
  analyst: {
    description: 'Explores and exports events, shares views of them, explores findings, masked',
    permissions: [
      'events:read',
      'events:export',
      'event_views:share',
      'findings:read',
      'patterns:read',
      'backtests:read',
      'backtests:write',
      'destinations:read',
      'deliveries:read',
    ],
  },
  viewer: {
    description: 'Sees everything masked, changes nothing',
    permissions: READ.filter((name) => name !== 'audit:read'),
  },
};
