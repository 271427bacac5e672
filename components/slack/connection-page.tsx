'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { checkInput } from '#components/record/check-input.ts';
import { denial } from '#components/record/denial.ts';
import { Loaded } from '#components/record/loaded.tsx';
import { useRecord, useRefresh } from '#components/record/use-record.ts';
import { PageHeader } from '#components/shell/page-header.tsx';
import { apiFetch } from '#components/ui/api.ts';
import { Field } from '#components/ui/field.tsx';
import { DangerZone, FormPage, FormSection } from '#components/ui/form-page.tsx';
import { Input } from '#components/ui/input.tsx';
import { notifyDone } from '#components/ui/toast.tsx';
import { Checkbox } from '#components/ui/toggles.tsx';
import { type SlackConnection, type SlackWorkspace, WorkspaceInput } from '#lib/slack/schema.ts';
import { ADAPTER_WORDS } from './slack-words.ts';

type SecretName = 'signing_secret' | 'bot_token' | 'admin_token' | 'discovery_token';
type Draft = Record<SecretName, string> & { dropAdmin: boolean; dropDiscovery: boolean };
const EMPTY: Draft = {
  signing_secret: '',
  bot_token: '',
  admin_token: '',
  discovery_token: '',
  dropAdmin: false,
  dropDiscovery: false,
};

/** What was typed; what was left empty stays as it is, what was ticked goes. */
function inputOf(draft: Draft): Record<string, string | null> {
  const names: SecretName[] = ['signing_secret', 'bot_token', 'admin_token', 'discovery_token'];
  const given = names.filter((name) => draft[name].trim() !== '').map((name) => [name, draft[name].trim()]);
  return {
    ...(draft.dropAdmin ? { admin_token: null } : {}),
    ...(draft.dropDiscovery ? { discovery_token: null } : {}),
    ...Object.fromEntries(given),
  };
}

type SecretProps = {
  name: SecretName;
  label: string;
  hint: string;
  placeholder: string;
  isKept: boolean;
  isOptional?: boolean;
  draft: Draft;
  set: (change: Partial<Draft>) => void;
};

function Secret({ name, label, hint, placeholder, isKept, isOptional = false, draft, set }: SecretProps) {
  return (
    <Field label={label} name={name} hint={hint} required={!isKept && !isOptional} optional={isOptional}>
      <Input
        type="password"
        value={draft[name]}
        onChange={(event) => set({ [name]: event.target.value })}
        placeholder={isKept ? 'Kept as it is' : placeholder}
        autoComplete="off"
        spellCheck={false}
      />
    </Field>
  );
}

function AppSteps() {
  const link = 'rounded-badge text-accent-text hover:underline';
  return (
    <FormSection title="In Slack" hint="An app of your own, with the scopes that are used and no other.">
      <ol className="flex list-decimal flex-col gap-1 pl-5 text-ink-2">
        <li>
          Download the manifest:{' '}
          <a className={link} href="/api/v1/slack/manifest?tokens=admin" download>
            with the scopes to delete
          </a>
          , or{' '}
          <a className={link} href="/api/v1/slack/manifest?tokens=bot" download>
            for the bot alone
          </a>
          .
        </li>
        <li>At api.slack.com/apps choose Create New App, From a manifest, and paste it.</li>
        <li>
          Install it to the workspace: as an owner or administrator, if messages are to be deleted. Then copy
          the secrets below.
        </li>
        <li>Once they are saved, press Retry at Event Subscriptions, and invite the bot to the channels.</li>
      </ol>
    </FormSection>
  );
}

function ConnectionForm({ workspace, denied }: { workspace: SlackWorkspace | null; denied: string | null }) {
  const router = useRouter();
  const refresh = useRefresh('/slack');
  const [draft, setDraft] = useState(EMPTY);
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change });
  const submit = async () => {
    const input = inputOf(draft);
    checkInput(WorkspaceInput, input);
    const saved = await apiFetch<SlackWorkspace>('/slack/workspace', { method: 'PUT', body: input });
    notifyDone(`${saved.name} is connected: ${ADAPTER_WORDS[saved.adapter].name}`);
    await refresh();
    router.push('/slack');
  };
  const secret = { draft, set };
  return (
    <FormPage
      onSubmit={submit}
      submitLabel={workspace ? 'Save connection' : 'Connect workspace'}
      submitDisabledReason={denied}
      cancelHref="/slack"
      note={denied ?? 'Each token is shown to Slack first. None is ever shown again.'}
      after={
        workspace ? (
          <DangerZone
            action="Disconnect workspace"
            consequences="Its secrets are forgotten and its events refused. What was caught stays."
            typed={workspace.name}
            disabledReason={denied}
            onConfirm={async () => {
              await apiFetch('/slack/workspace', { method: 'DELETE' });
              notifyDone(`${workspace.name} is disconnected`);
              await refresh();
              router.push('/slack');
            }}
          />
        ) : undefined
      }
    >
      <AppSteps />
      <FormSection title="The app">
        <Secret
          {...secret}
          name="signing_secret"
          label="Signing secret"
          hint="Basic Information, App Credentials."
          placeholder="32 characters"
          isKept={workspace !== null}
        />
        <Secret
          {...secret}
          name="bot_token"
          label="Bot token"
          hint="OAuth & Permissions, Bot User OAuth Token."
          placeholder="xoxb-…"
          isKept={workspace !== null}
        />
      </FormSection>
      <FormSection
        title="What may be done"
        hint="Without either of these the bot can only ask authors to delete what they wrote."
      >
        <Secret
          {...secret}
          name="admin_token"
          label="Token of an administrator"
          hint={`OAuth & Permissions, User OAuth Token, installed by an owner or administrator. ${ADAPTER_WORDS.admin.can}`}
          placeholder="xoxp-…"
          isKept={workspace?.has_admin_token ?? false}
          isOptional
        />
        {workspace?.has_admin_token ? (
          <Checkbox
            label="Forget the token of the administrator"
            checked={draft.dropAdmin}
            onChange={(dropAdmin) => set({ dropAdmin })}
          />
        ) : null}
        <Secret
          {...secret}
          name="discovery_token"
          label="Discovery token"
          hint={`Enterprise organisations only, once Slack has approved the app. ${ADAPTER_WORDS.discovery.can}`}
          placeholder="xoxp-…"
          isKept={workspace?.has_discovery_token ?? false}
          isOptional
        />
        {workspace?.has_discovery_token ? (
          <Checkbox
            label="Forget the discovery token"
            checked={draft.dropDiscovery}
            onChange={(dropDiscovery) => set({ dropDiscovery })}
          />
        ) : null}
      </FormSection>
    </FormPage>
  );
}

/** Connects the workspace, or changes its secrets. */
export function ConnectionPage({ mayWrite }: { mayWrite: boolean }) {
  const query = useRecord<SlackConnection>('/slack', '/workspace', { fresh: true });
  return (
    <>
      <PageHeader title="Connection" />
      <Loaded query={query} what="The connection could not be loaded">
        {({ workspace }) => <ConnectionForm workspace={workspace} denied={denial(mayWrite, 'slack:write')} />}
      </Loaded>
    </>
  );
}
