'use client';

import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { type ApiProblem, isApiProblem } from '#components/ui/api.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { Checkbox } from '#components/ui/toggles.tsx';
import {
  type BulkKind,
  type BulkOperation,
  DEFAULT_ITEM_LIMIT,
  DEFAULT_RATE,
  MAX_ITEM_LIMIT,
  MAX_RATE,
} from '#lib/bulk-operations/schema.ts';
import { formatDuration } from '#lib/format/format-time.ts';
import { itemsText, KIND_EFFECTS, KIND_WORDS, leftMs } from './bulk-words.ts';
import { PlanSummary } from './plan-summary.tsx';
import { useBulk } from './use-bulk.ts';

export type BulkRequest = { kind: BulkKind; filter?: Record<string, string>; ids?: string[] };

type Options = { rate: string; limit: string; reason: string; everyone: boolean };

const INITIAL: Options = {
  rate: String(DEFAULT_RATE),
  limit: String(DEFAULT_ITEM_LIMIT),
  reason: '',
  everyone: false,
};

function bodyOf(request: BulkRequest, options: Options): object {
  return {
    ...request,
    rate_per_second: Number(options.rate),
    limit: Number(options.limit),
    ...(request.kind === 'discard' ? { reason: options.reason.trim() } : {}),
    ...(request.kind === 'replay' ? { only_new: !options.everyone } : {}),
  };
}

const faultAt = (problem: ApiProblem | null, path: string): string | undefined =>
  problem?.errors.find((fault) => fault.path === path)?.message;

type FormProps = {
  kind: BulkKind;
  options: Options;
  setOptions: (options: Options) => void;
  problem: ApiProblem | null;
  onSubmit: () => void;
};

function OptionsForm({ kind, options, setOptions, problem, onSubmit }: FormProps) {
  const change = (part: Partial<Options>) => setOptions({ ...options, ...part });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form id="bulk-options" noValidate onSubmit={submit} className="flex flex-col gap-4">
      {kind === 'discard' ? (
        <Field
          label="Reason"
          error={faultAt(problem, 'reason')}
          hint="Kept with each delivery and in the audit log."
        >
          <Input
            value={options.reason}
            maxLength={500}
            onChange={(event) => change({ reason: event.target.value })}
            autoComplete="off"
          />
        </Field>
      ) : null}
      {kind === 'replay' ? (
        <Checkbox
          label="Also to destinations that have it"
          hint="Off, only destinations that an event never reached get it."
          checked={options.everyone}
          onChange={(everyone) => change({ everyone })}
        />
      ) : null}
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label="Rate a second"
          error={faultAt(problem, 'rate_per_second')}
          hint={`1 to ${MAX_RATE}. The limits of the destinations hold besides.`}
        >
          <Input
            type="number"
            min={1}
            max={MAX_RATE}
            value={options.rate}
            onChange={(event) => change({ rate: event.target.value })}
          />
        </Field>
        <Field label="At most" error={faultAt(problem, 'limit')} hint="The oldest so many are taken.">
          <Input
            type="number"
            min={1}
            max={MAX_ITEM_LIMIT}
            value={options.limit}
            onChange={(event) => change({ limit: event.target.value })}
          />
        </Field>
      </div>
    </form>
  );
}

type ConfirmProps = {
  operation: BulkOperation;
  typed: string;
  setTyped: (typed: string) => void;
  onSubmit: () => void;
};

function Confirm({ operation, typed, setTyped, onSubmit }: ConfirmProps) {
  const id = useId();
  return (
    <form
      className="flex flex-col gap-1"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <label htmlFor={id} className="text-ink-2 text-sm">
        Type <strong className="font-medium font-mono text-ink">{operation.confirmation}</strong> to confirm
      </label>
      <Input
        id={id}
        mono
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        autoComplete="off"
        spellCheck={false}
      />
    </form>
  );
}

export type BulkDialogProps = {
  request: BulkRequest;
  onClose: () => void;
  onStarted: (operation: BulkOperation) => void;
};

/** Counts first, then asks to have read the count, then starts what goes on by itself in the background. */
export function BulkDialog({ request, onClose, onStarted }: BulkDialogProps) {
  const { plan, start } = useBulk();
  const [options, setOptions] = useState(INITIAL);
  const [operation, setOperation] = useState<BulkOperation | null>(null);
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const verb = KIND_WORDS[request.kind];

  const attempt = async (work: () => Promise<void>) => {
    setBusy(true);
    setProblem(null);
    try {
      await work();
    } catch (error) {
      if (!isApiProblem(error)) throw error;
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  const count = () =>
    attempt(async () => {
      setOperation(await plan(bodyOf(request, options)));
      setTyped('');
    });
  const isEmpty = operation?.total === 0;
  const isReady = operation !== null && !isEmpty && typed.trim() === operation.confirmation;
  const go = () =>
    attempt(async () => {
      if (!operation || !isReady) return;
      await start(operation);
      onStarted(operation);
    });

  // A discard says why before it is counted; the others are counted at once.
  const began = useRef(false);
  useEffect(() => {
    if (began.current || request.kind === 'discard') return;
    began.current = true;
    void count();
  });

  const isAsking = operation === null && (request.kind === 'discard' || problem !== null || !busy);
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={operation ? `${verb} ${itemsText(operation.target, operation.total)}` : verb}
      description={KIND_EFFECTS[request.kind]}
      actions={
        <>
          <Button onClick={onClose}>Close</Button>
          {operation ? (
            <>
              <Button disabledReason={busy ? 'Starting' : null} onClick={() => setOperation(null)}>
                Change
              </Button>
              <Button
                variant={request.kind === 'discard' ? 'danger' : 'primary'}
                busy={busy}
                disabledReason={
                  isEmpty ? 'There is nothing to do' : isReady ? null : `Type ${operation.confirmation} first`
                }
                onClick={() => void go()}
              >
                Start
              </Button>
            </>
          ) : (
            <Button variant="primary" busy={busy} type="submit" form="bulk-options">
              Count
            </Button>
          )}
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {problem && problem.errors.length === 0 ? (
          <ErrorState
            what="It could not be done"
            error={problem}
            onRetry={() => void count()}
            retrying={busy}
          />
        ) : null}
        {operation ? (
          <>
            <PlanSummary operation={operation} />
            {isEmpty ? null : (
              <>
                <p className="text-ink-2 text-sm">
                  {operation.rate_per_second} a second, about {formatDuration(leftMs(operation))}. It goes on
                  in the background and can be paused or cancelled; what was done stays done.
                </p>
                <Confirm operation={operation} typed={typed} setTyped={setTyped} onSubmit={() => void go()} />
              </>
            )}
          </>
        ) : isAsking ? (
          <OptionsForm
            kind={request.kind}
            options={options}
            setOptions={setOptions}
            problem={problem}
            onSubmit={() => void count()}
          />
        ) : (
          <div role="status" aria-label="Counting">
            <Skeleton className="h-32 w-full" />
          </div>
        )}
      </div>
    </Dialog>
  );
}
