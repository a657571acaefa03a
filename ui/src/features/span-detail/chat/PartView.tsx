import { CircleAlert, Wrench } from 'lucide-react';
import { Awaiting, lazily } from '../../../components/lazily/lazily';
import { Badge } from '../../../components/badge/Badge';
import { Fold } from '../../../components/fold/Fold';
import { Plain } from '../../../components/text/Plain';
import TextView from '../../../components/text/TextView';
import type { CallPart, Part, ResultPart, Tool } from '../../../lib/chat/conversation';
import { isJsonText } from '../../../lib/json/parse';
import styles from './Chat.module.css';
import { Json } from './Json';
import { Media } from './Media';

const JsonView = lazily(() => import('../../../components/json-view/JsonView'));
const Markdown = lazily(() => import('../../../components/markdown/Markdown'));

interface PartProps<P> {
  readonly part: P;
  readonly tools: readonly Tool[];
  readonly format: 'markdown' | 'text';
  readonly find: string;
}

/** One part of a message, whatever it is. */
export function PartView(props: PartProps<Part>) {
  const { part, format, find } = props;
  switch (part.kind) {
    case 'text':
      return <Words text={part.text} format={format} find={find} />;
    case 'reasoning':
      return (
        <Fold title="Reasoning" openAtFirst={part.text.length < 600 || has(part.text, find)}>
          {() => (
            <div className={styles['reasoning']}>
              <Words text={part.text} format={format} find={find} />
            </div>
          )}
        </Fold>
      );
    case 'refusal':
      return (
        <div className={styles['refusal']}>
          <CircleAlert size={14} aria-hidden="true" />
          <span>
            Refused: <Plain text={part.text} find={find} />
          </span>
        </div>
      );
    case 'media':
      return <Media part={part} />;
    case 'call':
      return <Call {...props} part={part} />;
    case 'result':
      return <Result {...props} part={part} />;
    default:
      return part.more ? (
        <Fold title={`More: ${Object.keys(part.value as object).join(', ')}`}>
          {() => <Json value={part.value} label="More" find={find} />}
        </Fold>
      ) : (
        <div className={styles['card']}>
          <Json value={part.value} label={nameOf(part.value)} find={find} />
        </div>
      );
  }
}

function nameOf(value: unknown): string {
  const type =
    typeof value === 'object' && value !== null && 'type' in value ? value.type : undefined;
  return typeof type === 'string' ? `Part of type ${type}` : 'Part';
}

const has = (text: string, find: string): boolean =>
  find !== '' && text.toLowerCase().includes(find.toLowerCase());

interface WordsProps {
  readonly text: string;
  readonly format: 'markdown' | 'text';
  readonly find: string;
}

function Words({ text, format, find }: WordsProps) {
  const plain = <TextView text={text} find={find} label="Text" />;
  return format === 'markdown' ? (
    <Awaiting fallback={plain}>
      <Markdown text={text} find={find} />
    </Awaiting>
  ) : (
    plain
  );
}

function Call({ part, ...shown }: PartProps<CallPart>) {
  const tool = shown.tools.find((one) => one.name === part.name);
  return (
    <section className={styles['card']} aria-label={`Call of ${part.name}`}>
      <header className={styles['call']}>
        <Wrench size={13} aria-hidden="true" />
        <strong>
          <Plain text={part.name} find={shown.find} />
        </strong>
        {part.id && (
          <code className={styles['faint']}>
            <Plain text={part.id} />
          </code>
        )}
        {part.result?.failed && <Badge tone="error">failed</Badge>}
        {!part.result && <span className={styles['faint']}>no result here</span>}
      </header>
      {tool?.description && (
        <p className={styles['description']}>
          <Plain text={tool.description} />
        </p>
      )}
      {typeof part.input === 'string' ? (
        <TextView text={part.input} find={shown.find} label="Arguments" />
      ) : (
        <Json value={part.input} label={`Arguments of ${part.name}`} find={shown.find} />
      )}
      {part.result && (
        <Fold title="Result" openAtFirst>
          {() => <ResultParts part={part.result as ResultPart} {...shown} />}
        </Fold>
      )}
    </section>
  );
}

function Result({ part, ...shown }: PartProps<ResultPart>) {
  return (
    <section
      className={styles['card']}
      aria-label={`Result of ${part.name ?? part.id ?? 'a tool'}`}
    >
      <header className={styles['call']}>
        <Wrench size={13} aria-hidden="true" />
        <strong>
          Result of <Plain text={part.name ?? part.id ?? 'a tool'} />
        </strong>
        {part.failed && <Badge tone="error">failed</Badge>}
      </header>
      <ResultParts part={part} {...shown} />
    </section>
  );
}

function ResultParts({ part, tools, format, find }: PartProps<ResultPart>) {
  if (part.parts.length === 0) return <p className={styles['faint']}>No content</p>;
  return part.parts.map((one, index) =>
    one.kind === 'text' ? (
      // oxlint-disable-next-line react/no-array-index-key -- parts have no other name, and keep their order
      <ResultText key={index} text={one.text} find={find} />
    ) : (
      // oxlint-disable-next-line react/no-array-index-key -- parts have no other name, and keep their order
      <PartView key={index} part={one} tools={tools} format={format} find={find} />
    ),
  );
}

/** Tools mostly answer in JSON. */
function ResultText({ text, find }: { readonly text: string; readonly find: string }) {
  const plain = <TextView text={text} find={find} label="Result" />;
  return isJsonText(text) ? (
    <Awaiting fallback={plain}>
      <JsonView text={text} find={find} label="Result" />
    </Awaiting>
  ) : (
    plain
  );
}
