type Members = Readonly<Record<string, unknown>>;

const asMembers = (value: unknown): Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : {};

/** A notification as version 1 sends it, and as version 2 wraps it; what it is, by either name. */
function unwrap(element: unknown): { type: string; members: Members } {
  const outer = asMembers(element);
  const type = outer.sqreen_payload_type ?? outer.message_type;
  const wrapped = asMembers(outer.message);
  const members = 'message' in outer ? wrapped : outer;
  const inner = members.sqreen_payload_type;
  return { type: String(type ?? inner ?? 'notification').slice(0, 80), members };
}

/** The application that a notification is about, by whichever of its names; an id may be a number. */
function applicationIdsOf(members: Members): string[] {
  return [members.application_id, asMembers(members.application).id]
    .filter((id) => typeof id === 'string' || typeof id === 'number')
    .map(String);
}

/** Whether a notification is about this application: the operator's own. */
export const isAbout = (element: unknown, applicationId: string): boolean =>
  applicationIdsOf(unwrap(element).members).includes(applicationId);

/** What the alert tells of a notification, by what it is. */
const TOLD: Readonly<Record<string, readonly string[]>> = {
  security_event: [
    'event_kind',
    'humanized_description',
    'event_category',
    'date_occurred',
    'environment',
    'url',
  ],
  pulse: ['humanized_title', 'pulse_genre', 'environment', 'date_started', 'date_ended', 'blocked', 'url'],
};
/** Of the others, and where the first is missing. */
const TOLD_OTHERWISE = ['date_created', 'environment', 'url'];
/** An address was called `url`, and is called `event_url` in envelopes of version 2. */
const OTHER_NAMES: Readonly<Record<string, string>> = { url: 'event_url' };

export type InternalAlert = { title: string; type: string; facts: Record<string, unknown> };

const TAG = '[INTERNAL SECURITY ALERT]';

const firstText = (...values: unknown[]): string | null =>
  (values.find((value) => typeof value === 'string' && value !== '') as string | undefined) ?? null;

/** The alert about a notification, made of its masked form: a destination is told nothing that the scan would hide. */
export function internalAlertOf(masked: unknown): InternalAlert {
  const { type, members } = unwrap(masked);
  const playbook = asMembers(members.playbook);
  const told = (TOLD[type] ?? TOLD_OTHERWISE).flatMap((name) => {
    const value = members[name] ?? members[OTHER_NAMES[name] ?? name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const environment = members.environment ?? asMembers(members.application).environment;
  const facts = {
    ...Object.fromEntries(told),
    ...(environment === undefined ? {} : { environment }),
    ...(playbook.name === undefined ? {} : { playbook: playbook.name }),
  };
  const words = firstText(members.humanized_description, members.humanized_title, playbook.name);
  return { title: `${TAG} ${words ?? type}`.slice(0, 300), type, facts };
}
