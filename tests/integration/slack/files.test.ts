import { afterEach, describe, expect, it } from 'vitest';
import { systemContext } from '#lib/auth/context.ts';
import { getFile } from '#lib/files/get-file.ts';
import { getUnscannableRules } from '#lib/files/unscannable/get-rules.ts';
import { UnscannableRules } from '#lib/files/unscannable/schema.ts';
import { updateUnscannableRules } from '#lib/files/unscannable/update-rules.ts';
import { scanFile } from '#lib/pipeline/scan-file.ts';
import { pool } from '#lib/platform/db.ts';
import { isAtSlack } from '#lib/slack/download-file.ts';
import { forgetSlackMessages } from '#lib/slack/forget-messages.ts';
import { useTestDatabase } from '#tests/support/database.ts';
import { makeZip } from '#tests/support/make-files.ts';
import { connect, envelope, messageEvent, sendToSlackDoor } from '#tests/support/slack-events.ts';
import { SLACK } from '#tests/support/slack-server.ts';
import { arrive, latest, notices, useSlackStage, workOff } from '#tests/support/slack-stage.ts';

useTestDatabase();
const stage = useSlackStage();
const LEAK = 'secret=mysecret123';
const file = (id: string | undefined) => getFile(systemContext('tests'), id ?? '');
const share = (name: string, content: string | Buffer, more = {}) =>
  stage.slack.say('see the file', { files: [stage.slack.upload(name, content, more)] });

describe('a file that was shared', () => {
  it('and leaks is deleted with its message', async () => {
    await connect({ admin_token: SLACK.admin });
    const message = share('notes.txt', `remember ${LEAK}`);
    const described = await arrive(stage.slack, message);
    expect(described).toMatchObject({ state: 'leaking', files: [{ state: 'fetched', reason: null }] });
    expect(await file(described.files[0]?.id)).toMatchObject({
      name: 'notes.txt',
      state: 'leaking',
    });
    expect(described.removal).toMatchObject({
      state: 'removed',
      actions: [{ kind: 'blocked', detail: 'Blocked file containing secret' }],
    });
    expect([...stage.slack.files.values()]).toMatchObject([{ deleted: true }]);
    expect(stage.slack.messages.some(({ ts }) => ts === message.ts)).toBe(false);
    expect(stage.slack.calls.find(({ method }) => method === 'download')?.token).toBe(SLACK.bot);
  });

  it('and is clean stays', async () => {
    await connect({ admin_token: SLACK.admin });
    const described = await arrive(stage.slack, share('notes.txt', 'nothing in it'));
    expect(described).toMatchObject({ state: 'clean', removal: null });
    expect(await file(described.files[0]?.id)).toMatchObject({ state: 'clean' });
  });

  it('is not called blocked while the file can still be had', async () => {
    await connect({ admin_token: SLACK.admin });
    stage.slack.trouble('files.delete', { status: 503 });
    const { removal } = await arrive(stage.slack, share('notes.txt', LEAK));
    expect(removal).toMatchObject({ state: 'pending', gone_at: null, actions: [] });
    expect(stage.slack.messages.filter(({ text }) => text.includes('blocked'))).toEqual([]);
  });

  it('by another organisation is asked for, and what Slack does not delete is said', async () => {
    await connect({ admin_token: SLACK.admin });
    stage.slack.trouble('files.delete', { error: 'cant_delete_file' });
    const described = await arrive(stage.slack, share('partner.txt', LEAK, { external: true }));
    expect(stage.slack.count('files.info')).toBe(1);
    expect(described).toMatchObject({
      files: [{ state: 'fetched' }],
      removal: { state: 'not_possible', reason: 'cant_delete_file' },
    });
  });

  it('whose message leaks by its text as well is one removal', async () => {
    await connect({ admin_token: SLACK.admin });
    const files = [stage.slack.upload('notes.txt', LEAK)];
    const message = stage.slack.say('api_key=abcdef123', { files });
    const described = await arrive(stage.slack, message);
    expect(described.removal).toMatchObject({ state: 'removed', next_attempt_at: null });
    expect(described.removal?.actions.map(({ detail }) => detail).toSorted()).toEqual([
      'Blocked file containing secret',
      'Blocked message containing api_key',
    ]);
    expect(files).toMatchObject([{ deleted: true }]);
    expect(stage.slack.messages.filter(({ text }) => text.startsWith('A message by'))).toHaveLength(1);
  });

  it('is covered by a tombstone with its message', async () => {
    await connect({ discovery_token: SLACK.discovery });
    const described = await arrive(stage.slack, share('notes.txt', LEAK));
    expect(described.removal?.state).toBe('tombstoned');
    expect([...stage.slack.files.values()]).toMatchObject([{ tombstoned: true }]);
  });

  it('is fetched once, however often its message is told', async () => {
    await connect();
    const message = share('notes.txt', 'x');
    await sendToSlackDoor(messageEvent(message, stage.slack));
    await sendToSlackDoor(messageEvent(message, stage.slack));
    await workOff();
    expect(stage.slack.count('download')).toBe(1);
  });
});

describe('a file that changes after it was scanned', () => {
  const shared = () => {
    const held = stage.slack.upload('notes.txt', 'nothing in it');
    return { held, message: stage.slack.say('see the file', { files: [held] }) };
  };
  const change = async (fileId: string, eventId?: string): Promise<void> => {
    const event = { type: 'file_change', file_id: fileId, file: { id: fileId } };
    expect((await sendToSlackDoor(envelope(event, eventId))).status).toBe(200);
  };
  const scans = async (): Promise<number> =>
    (await pool().query<{ n: number }>('SELECT count(*)::int AS n FROM files')).rows[0]?.n ?? 0;

  it('is scanned again, by what Slack says of it now, and taken away when it leaks', async () => {
    await connect({ admin_token: SLACK.admin });
    const { held, message } = shared();
    expect(await arrive(stage.slack, message)).toMatchObject({ state: 'clean', removal: null });
    Object.assign(held, { bytes: Buffer.from(`now with ${LEAK}`), name: 'renamed.txt' });
    await change(held.id);
    await workOff();
    const described = await latest(message.ts);
    expect(described).toMatchObject({
      state: 'leaking',
      files: [{ state: 'fetched' }, { state: 'fetched' }],
      removal: { state: 'removed', actions: [{ detail: 'Blocked file containing secret' }] },
    });
    const named = await Promise.all(described.files.map(({ id }) => file(id)));
    expect(named.map(({ name, state }) => [name, state]).toSorted()).toEqual([
      ['notes.txt', 'clean'],
      ['renamed.txt', 'leaking'],
    ]);
    expect(held).toMatchObject({ deleted: true });
  });

  it('is not scanned twice for the same content, and each event counts once', async () => {
    await connect();
    const { held, message } = shared();
    await arrive(stage.slack, message);
    await change(held.id);
    await workOff();
    expect(stage.slack.count('download')).toBe(2);
    expect(await scans()).toBe(1);
    expect((await latest(message.ts)).files).toHaveLength(1);
    held.bytes = Buffer.from('something else');
    await change(held.id, 'EvCHANGE');
    await change(held.id, 'EvCHANGE');
    await change(held.id);
    await workOff();
    await change(held.id, 'EvCHANGE');
    await workOff();
    expect(stage.slack.count('download')).toBe(3);
    expect(await scans()).toBe(2);
  });

  it('is known for longer than its message without a leak, and passed over where the channel is off or nobody saw it', async () => {
    await connect();
    const { held, message } = shared();
    await arrive(stage.slack, message);
    await pool().query(`UPDATE slack_messages SET received_at = now() - interval '8 days'`);
    await forgetSlackMessages(new Date());
    held.bytes = Buffer.from(LEAK);
    await pool().query('UPDATE slack_channels SET enabled = false');
    await change(held.id);
    await change('F0NOBODY');
    await workOff();
    expect(await scans()).toBe(1);
    await pool().query('UPDATE slack_channels SET enabled = true');
    await change(held.id);
    await workOff();
    expect(await latest(message.ts)).toMatchObject({ state: 'leaking' });
  });

  it('is taken away again for what is new in it after it was put back', async () => {
    await connect({ discovery_token: SLACK.discovery });
    const { held, message } = shared();
    held.bytes = Buffer.from(LEAK);
    await arrive(stage.slack, message);
    await pool().query(`UPDATE slack_removals SET state = 'restored'`);
    Object.assign(held, { tombstoned: false, bytes: Buffer.from('secret=another456') });
    await change(held.id);
    await workOff();
    expect((await latest(message.ts)).removal?.state).toBe('tombstoned');
    expect(held).toMatchObject({ tombstoned: true });
  });
});

describe('a file that cannot be looked into', () => {
  const zip = makeZip({ 'a.txt': { data: LEAK, encrypted: true } });
  const rule = async (reason: string, action: string): Promise<void> => {
    const { rules } = await getUnscannableRules(systemContext('tests'));
    await updateUnscannableRules(
      systemContext('tests'),
      UnscannableRules.parse({ rules: { ...rules, [reason]: action } }),
    );
  };

  afterEach(async () => {
    await rule('encrypted', 'notify');
    await rule('too_large', 'notify');
  });

  it('stays, and the administrators are told', async () => {
    await connect({ admin_token: SLACK.admin });
    const described = await arrive(stage.slack, share('notes.zip', zip));
    expect(await file(described.files[0]?.id)).toMatchObject({ state: 'unscannable', reason: 'encrypted' });
    expect(described.removal).toBeNull();
    expect(await notices()).toEqual(['file.unscannable.encrypted']);
  });

  it('is taken away with its message where the rules say so, and only for that reason', async () => {
    await rule('encrypted', 'remove');
    await connect({ admin_token: SLACK.admin });
    const described = await arrive(stage.slack, share('notes.zip', zip));
    expect(described.removal).toMatchObject({
      state: 'removed',
      actions: [{ kind: 'blocked', detail: 'Blocked file that could not be scanned (encrypted)' }],
    });
    expect([...stage.slack.files.values()]).toMatchObject([{ deleted: true }]);
    const other = await arrive(stage.slack, share('notes.7z', Buffer.from('377abcaf271c0004', 'hex')));
    expect(await file(other.files[0]?.id)).toMatchObject({ state: 'unscannable', reason: 'unsupported' });
    expect(other.removal).toBeNull();
  });

  it('is taken away when it is too large to be fetched', async () => {
    await rule('too_large', 'remove');
    await connect({ admin_token: SLACK.admin });
    const described = await arrive(stage.slack, share('big.txt', Buffer.alloc(25 * 1024 * 1024 + 1)));
    expect(described.removal).toMatchObject({ state: 'removed' });
  });

  it('is kept in its state alone where nobody wants to hear of it', async () => {
    await rule('encrypted', 'keep');
    await connect({ admin_token: SLACK.admin });
    const described = await arrive(stage.slack, share('notes.zip', zip));
    expect(await file(described.files[0]?.id)).toMatchObject({ state: 'unscannable', reason: 'encrypted' });
    expect(await notices()).toEqual([]);
  });
});

describe('a file that cannot be had', () => {
  it.each([
    ['gone', (): void => void stage.slack.files.clear(), 'no_access'],
    ['too large', (): void => undefined, 'too_large'],
  ])('is said, and the administrators are told: %s', async (_, before, reason) => {
    await connect();
    const content = reason === 'too_large' ? Buffer.alloc(25 * 1024 * 1024 + 1).toString() : 'x';
    const message = share('notes.txt', content);
    const event = messageEvent(message, stage.slack);
    before();
    await sendToSlackDoor(event);
    await workOff();
    expect(await latest(message.ts)).toMatchObject({ files: [{ state: 'unavailable', reason }] });
    expect(await notices()).toEqual([`slack.file_unavailable.${reason}`]);
  });

  it('for now is tried again', async () => {
    await connect();
    stage.slack.trouble('files.info', { status: 429, retryAfterSeconds: 10 });
    const message = share('partner.txt', LEAK, { external: true });
    expect(await arrive(stage.slack, message)).toMatchObject({ files: [{ state: 'waiting' }] });
    await pool().query(`UPDATE pgboss.job SET start_after = now() WHERE name = 'fetch-slack-file'`);
    await workOff();
    expect(await latest(message.ts)).toMatchObject({ files: [{ state: 'fetched' }] });
  });
});

it('the token goes to Slack and nowhere else', () => {
  const before = process.env.SLACK_API_URL;
  expect(isAtSlack(`${before}../files-pri/F1`)).toBe(true);
  for (const url of [
    'https://evil.example/F1',
    'https://slack.com.evil.example/F1',
    'file:///etc/passwd',
    'x',
  ])
    expect(isAtSlack(url)).toBe(false);
});

it('a file from elsewhere has nothing to do with Slack', async () => {
  await expect(scanFile('01890000-0000-7000-8000-000000000000')).resolves.toBeUndefined();
});
