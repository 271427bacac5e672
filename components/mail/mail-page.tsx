'use client';

import { CircleCheck, CircleX } from 'lucide-react';
import { useState } from 'react';
import { checkInput } from '#components/record/check-input.ts';
import { denial } from '#components/record/denial.ts';
import { Loaded } from '#components/record/loaded.tsx';
import { useRecord, useRefresh } from '#components/record/use-record.ts';
import { PageHeader } from '#components/shell/page-header.tsx';
import { apiFetch } from '#components/ui/api.ts';
import { Field } from '#components/ui/field.tsx';
import { Form } from '#components/ui/form.tsx';
import { DangerZone, FormPage, FormSection } from '#components/ui/form-page.tsx';
import { Input, Textarea } from '#components/ui/input.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Select } from '#components/ui/select.tsx';
import { notifyDone } from '#components/ui/toast.tsx';
import { Checkbox } from '#components/ui/toggles.tsx';
import { type MailSettings, MailSettingsInput, type MailSetup, type TrialResult } from '#lib/mail/schema.ts';

const ENCRYPTIONS = [
  { value: 'starttls', label: 'STARTTLS, required' },
  { value: 'implicit', label: 'TLS from the start' },
  { value: 'none', label: 'None' },
] as const;

const draftOf = (settings: MailSettings | null) => ({
  host: settings?.host ?? '',
  port: String(settings?.port ?? 587),
  tls: settings?.tls ?? 'starttls',
  ca: settings?.ca ?? '',
  user: settings?.user ?? '',
  password: '',
  dropPassword: false,
  from_address: settings?.from_address ?? '',
  from_name: settings?.from_name ?? 'The Eye',
});
type Draft = ReturnType<typeof draftOf>;

const inputOf = ({ port, ca, user, password, dropPassword, ...rest }: Draft) => ({
  ...rest,
  port: Number(port),
  ca: ca.trim() === '' ? null : ca,
  user: user.trim() === '' ? null : user,
  ...(password === '' ? (dropPassword ? { password: null } : {}) : { password }),
});

type EditorProps = { setup: MailSetup; denied: string | null };

function Editor({ setup, denied }: EditorProps) {
  const refresh = useRefresh('/mail_settings');
  const [settings, setSettings] = useState(setup.settings);
  const [draft, setDraft] = useState(() => draftOf(setup.settings));
  const set = (change: Partial<Draft>) => setDraft((old) => ({ ...old, ...change }));
  const text = (name: Exclude<keyof Draft, 'dropPassword' | 'tls'>) => ({
    value: draft[name],
    readOnly: denied !== null,
    autoComplete: 'off',
    spellCheck: false,
    onChange: (event: { target: { value: string } }) => set({ [name]: event.target.value }),
  });
  const submit = async () => {
    const input = inputOf(draft);
    checkInput(MailSettingsInput, input);
    const saved = await apiFetch<MailSettings>('/mail_settings', { method: 'PUT', body: input });
    setSettings(saved);
    setDraft(draftOf(saved));
    notifyDone('The mail server is saved; send a trial mail to see whether it takes mail');
    await refresh();
  };
  const forget = async () => {
    await apiFetch('/mail_settings', { method: 'DELETE' });
    setSettings(null);
    setDraft(draftOf(null));
    notifyDone('The mail server is forgotten');
    await refresh();
  };
  return (
    <FormPage
      onSubmit={submit}
      submitLabel="Save mail server"
      submitDisabledReason={denied}
      note={denied ?? 'Used for invitations, links to set a password, and notices about accounts.'}
      after={
        settings ? (
          <DangerZone
            action="Forget mail server"
            consequences="Nobody can be invited or set a lost password by himself any more. Accounts stay as they are."
            typed={settings.host}
            disabledReason={denied}
            onConfirm={forget}
          />
        ) : undefined
      }
    >
      <FormSection title="Mail server">
        <Field
          label="Host"
          name="host"
          required
          hint="Private addresses only where the installation allows them (OUTBOUND_ALLOW)."
        >
          <Input {...text('host')} placeholder="smtp.example.com" />
        </Field>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Port" name="port" required hint="587 for STARTTLS, 465 for TLS from the start.">
            <Input {...text('port')} inputMode="numeric" />
          </Field>
          <Field label="Encryption" name="tls">
            <Select
              options={ENCRYPTIONS}
              value={draft.tls}
              disabled={denied !== null}
              onChange={(tls) => set({ tls: tls as Draft['tls'] })}
            />
          </Field>
        </div>
        <Field
          label="Certificate authority"
          name="ca"
          optional
          hint="In PEM, where no public authority signed the server’s certificate."
        >
          <Textarea mono rows={3} {...text('ca')} placeholder="-----BEGIN CERTIFICATE-----" />
        </Field>
      </FormSection>
      <FormSection title="Signs in with">
        <Field label="User" name="user" optional>
          <Input {...text('user')} />
        </Field>
        <Field label="Password" name="password" optional hint="Stored encrypted, never shown again.">
          <Input
            {...text('password')}
            type="password"
            autoComplete="new-password"
            placeholder={settings?.has_password ? 'Kept as it is' : ''}
          />
        </Field>
        {settings?.has_password ? (
          <Checkbox
            label="Forget the kept password"
            checked={draft.dropPassword}
            onChange={(dropPassword) => set({ dropPassword })}
          />
        ) : null}
      </FormSection>
      <FormSection title="Mail comes from" hint={`Links in it lead to ${setup.public_url} (PUBLIC_URL).`}>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Address" name="from_address" required>
            <Input {...text('from_address')} type="email" placeholder="eye@example.com" />
          </Field>
          <Field label="Name" name="from_name" required>
            <Input {...text('from_name')} />
          </Field>
        </div>
      </FormSection>
    </FormPage>
  );
}

function Trial({ ownAddress, denied }: { ownAddress: string; denied: string | null }) {
  const [result, setResult] = useState<(TrialResult & { to: string }) | null>(null);
  const submit = async (fields: FormData) => {
    const to = String(fields.get('to') ?? '').trim();
    setResult(null);
    setResult({
      ...(await apiFetch<TrialResult>('/mail_settings/trial', { method: 'POST', body: { to } })),
      to,
    });
  };
  const Icon = result?.sent ? CircleCheck : CircleX;
  return (
    <Panel title="Trial mail" note="As saved">
      <Form onSubmit={submit} submitLabel="Send trial mail" submitDisabledReason={denied}>
        <Field label="To" name="to" required>
          <Input type="email" defaultValue={ownAddress} autoComplete="off" />
        </Field>
      </Form>
      {result ? (
        <div
          role="status"
          className={`mt-3 flex items-start gap-2 text-sm ${result.sent ? 'text-pass-text' : 'text-block-text'}`}
        >
          <Icon size={16} className="mt-0.5 shrink-0" aria-hidden />
          <div className="min-w-0">
            <p>
              {result.sent ? 'The server took it for ' : 'The mail did not go out to '}
              <bdi>{result.to}</bdi>.
            </p>
            <code className="text-xs [overflow-wrap:anywhere]">{result.answer}</code>
          </div>
        </div>
      ) : null}
    </Panel>
  );
}

/** Which server the product's own mail goes through, and whether it takes mail. */
export function MailPage({ mayWrite, ownAddress }: { mayWrite: boolean; ownAddress: string }) {
  const query = useRecord<MailSetup>('/mail_settings', '', { fresh: true });
  const denied = denial(mayWrite, 'mail:write');
  return (
    <>
      <PageHeader title="Mail" />
      <Loaded query={query} what="The mail server could not be loaded">
        {(setup) => (
          <div className="@container">
            <div className="grid items-start gap-4 @4xl:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
              <Editor setup={setup} denied={denied} />
              <Trial
                ownAddress={ownAddress}
                denied={denied ?? (setup.settings ? null : 'Save a mail server first')}
              />
            </div>
          </div>
        )}
      </Loaded>
    </>
  );
}
