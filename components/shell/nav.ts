import {
  ClipboardCheck,
  EyeOff,
  FileDown,
  FileSearch,
  Fingerprint,
  KeyRound,
  LayoutDashboard,
  ListTree,
  type LucideIcon,
  Mail,
  MessagesSquare,
  Repeat2,
  ScanSearch,
  ScrollText,
  Send,
  SendHorizontal,
  Settings,
  ShieldCheck,
  Tags,
  TextSearch,
  TriangleAlert,
  Users,
  Webhook,
} from 'lucide-react';

export type NavItem = {
  href: string;
  label: string;
  icon: LucideIcon;
  /** Without it the item is not shown. */
  permission: string;
  /** Pressed after g. */
  key: string;
};

export type NavGroup = { label: string; items: readonly NavItem[] };

const item = (href: string, label: string, rest: Omit<NavItem, 'href' | 'label'>): NavItem => ({
  href,
  label,
  ...rest,
});

/** The pages there are, in the order they are shown. */
export const NAV: readonly NavGroup[] = [
  {
    label: 'Watch',
    items: [
      item('/', 'Overview', { icon: LayoutDashboard, permission: 'events:read', key: 'o' }),
      item('/events', 'Events', { icon: ListTree, permission: 'events:read', key: 'e' }),
      item('/deliveries', 'Deliveries', { icon: SendHorizontal, permission: 'deliveries:read', key: 'l' }),
      item('/findings', 'Findings', { icon: ScanSearch, permission: 'findings:read', key: 'f' }),
      item('/files', 'Files', { icon: FileSearch, permission: 'files:read', key: 'i' }),
      item('/slack', 'Slack', { icon: MessagesSquare, permission: 'slack:read', key: 'm' }),
      item('/scan', 'Scan', { icon: TextSearch, permission: 'patterns:read', key: 't' }),
      item('/bulk_operations', 'Bulk operations', {
        icon: Repeat2,
        permission: 'deliveries:read',
        key: 'b',
      }),
      item('/exports', 'Exports', { icon: FileDown, permission: 'events:export', key: 'x' }),
      item('/warnings', 'Warnings', { icon: TriangleAlert, permission: 'events:read', key: 'w' }),
    ],
  },
  {
    label: 'Set up',
    items: [
      item('/clients', 'Clients', { icon: KeyRound, permission: 'clients:read', key: 'c' }),
      item('/sources', 'Sources', { icon: Webhook, permission: 'sources:read', key: 'k' }),
      item('/patterns', 'Patterns', { icon: Fingerprint, permission: 'patterns:read', key: 'p' }),
      item('/exclusions', 'Exclusions', { icon: EyeOff, permission: 'patterns:read', key: 'h' }),
      item('/enrichment', 'Enrichment', {
        icon: Tags,
        permission: 'enrichment_rules:read',
        key: 'r',
      }),
      item('/destinations', 'Destinations', { icon: Send, permission: 'destinations:read', key: 'd' }),
    ],
  },
  {
    label: 'Govern',
    items: [
      item('/users', 'Users', { icon: Users, permission: 'users:read', key: 'u' }),
      item('/roles', 'Roles', { icon: ShieldCheck, permission: 'users:read', key: 'y' }),
      item('/access_review', 'Access review', {
        icon: ClipboardCheck,
        permission: 'users:read',
        key: 'v',
      }),
      item('/audit', 'Audit log', { icon: ScrollText, permission: 'audit:read', key: 'a' }),
      item('/settings/mail', 'Mail', { icon: Mail, permission: 'mail:read', key: 'j' }),
      item('/settings/retention', 'Settings', { icon: Settings, permission: 'retention:read', key: 's' }),
    ],
  },
];

/** What this person may see; groups without an item vanish. `all_all` sees everything. */
export function visibleNav(permissions: readonly string[]): readonly NavGroup[] {
  const may = new Set(permissions);
  return NAV.map((group) => ({
    ...group,
    items: group.items.filter((one) => may.has('all_all') || may.has(one.permission)),
  })).filter((group) => group.items.length > 0);
}

/** The page a path belongs to: /events/… is Events. */
export function navItemOf(pathname: string): NavItem | undefined {
  const items = NAV.flatMap((group) => group.items);
  return items.find((one) =>
    one.href === '/' ? pathname === '/' : pathname === one.href || pathname.startsWith(`${one.href}/`),
  );
}
