import { CodeBlock } from '#components/ui/code-block.tsx';
import { Id } from '#components/ui/id.tsx';
import { Fact, Facts } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time.tsx';
import type { Pattern } from '#lib/dlp/schema.ts';
import { formatCount } from '#lib/format/format-number.ts';
import {
  ACTION_WORDS,
  CHARACTER_WORDS,
  MASK_WORDS,
  STATE_WORDS,
  SUBJECT_WORDS,
  VALIDATOR_WORDS,
} from './words.ts';

function Words({ words, none }: { words: readonly string[]; none: string }) {
  if (words.length === 0) return <span className="text-ink-3">{none}</span>;
  return words.map((word) => (
    <code key={word} className="rounded-badge bg-sunken px-1.5 py-0.5 text-xs">
      {word}
    </code>
  ));
}

function Samples({ title, texts }: { title: string; texts: readonly string[] }) {
  return (
    <section className="flex flex-col gap-1">
      <h3 className="font-medium text-ink-2 text-xs">{title}</h3>
      {texts.length === 0 ? (
        <p className="text-ink-3 text-sm">None</p>
      ) : (
        <ul className="divide-y overflow-hidden rounded-panel border bg-sunken">
          {texts.map((text) => (
            <li key={text} className="whitespace-pre-wrap px-3 py-1 font-mono text-xs leading-5">
              <span className="[overflow-wrap:anywhere]">{text}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** Each limit of a scope as one chip. */
const scopeWords = ({ subjects, ...lists }: Pattern['scope']): string[] => [
  ...subjects.map((kind) => SUBJECT_WORDS[kind].word),
  ...Object.values(lists).flat(),
];

export function PatternDefinition({ pattern }: { pattern: Pattern }) {
  const { samples } = pattern;
  return (
    <div className="flex flex-col gap-4">
      {pattern.description ? <p className="max-w-prose text-ink-2">{pattern.description}</p> : null}
      <CodeBlock code={pattern.regex} label="Copy regex" wrap />
      <Facts>
        <Fact name="Flags">
          {pattern.flags ? (
            <code className="text-xs">{pattern.flags}</code>
          ) : (
            <span className="text-ink-3">None</span>
          )}
        </Fact>
        <Fact name="Value">
          {pattern.value_group === null ? (
            'The whole match'
          ) : (
            <>
              Group <code className="text-xs">{pattern.value_group}</code>
            </>
          )}
        </Fact>
        {pattern.before ? (
          <Fact name="Right before it">
            <code className="text-xs [overflow-wrap:anywhere]">{pattern.before}</code>
          </Fact>
        ) : null}
        {pattern.after ? (
          <Fact name="Right after it">
            <code className="text-xs [overflow-wrap:anywhere]">{pattern.after}</code>
          </Fact>
        ) : null}
        {pattern.must_not_match ? (
          <Fact name="Not with">
            <code className="text-xs [overflow-wrap:anywhere]">{pattern.must_not_match}</code>
          </Fact>
        ) : null}
        {pattern.must_contain.length > 0 ? (
          <Fact name="The value holds">
            {pattern.must_contain.map((kind) => CHARACTER_WORDS[kind].word.toLowerCase()).join(', ')}
          </Fact>
        ) : null}
        <Fact name="Looks in">
          <Words words={scopeWords(pattern.scope)} none="Everything" />
        </Fact>
        <Fact name="Keywords">
          <Words words={pattern.keywords} none="None: the regex is tried everywhere" />
        </Fact>
        <Fact name="Context words">
          <Words words={pattern.context_words} none="None" />
          {pattern.context_words.length > 0 ? (
            <span className="text-ink-3 text-xs">within {pattern.context_window} characters</span>
          ) : null}
        </Fact>
        <Fact name="Validators">
          <Words words={pattern.validators.map((name) => VALIDATOR_WORDS[name].word)} none="None" />
        </Fact>
        <Fact name="Confidence">
          {pattern.confidence} of 5 for a bare match; acts from {pattern.min_confidence}
        </Fact>
        <Fact name="Action">{ACTION_WORDS[pattern.action].hint}</Fact>
        <Fact name="State">{STATE_WORDS[pattern.state].hint}</Fact>
        <Fact name="Mask">
          {MASK_WORDS[pattern.mask].word}{' '}
          <code className="text-ink-3 text-xs">{MASK_WORDS[pattern.mask].hint}</code>
        </Fact>
        <Fact name="Id">
          <Id id={pattern.id} of="pattern id" />
        </Fact>
        <Fact name="Created">
          <Time at={pattern.created_at} exact />
        </Fact>
        <Fact name="Updated">
          <Time at={pattern.updated_at} exact />
        </Fact>
      </Facts>
      <Samples title={`Must match (${formatCount(samples.match.length, 'sample')})`} texts={samples.match} />
      <Samples
        title={`Must not match (${formatCount(samples.no_match.length, 'sample')})`}
        texts={samples.no_match}
      />
    </div>
  );
}
