import { Badge } from '../../../components/badge/Badge';
import { CopyButton } from '../../../components/copy/CopyButton';
import { Fold } from '../../../components/fold/Fold';
import { Plain } from '../../../components/text/Plain';
import type { Message, Tool } from '../../../lib/chat/conversation';
import { count } from '../../../lib/format/format';
import styles from './Chat.module.css';
import { PartView } from './PartView';

export interface MessageViewProps {
  readonly message: Message;
  readonly tools: readonly Tool[];
  readonly format: 'markdown' | 'text';
  readonly find: string;
}

const ROLES: Record<string, string> = {
  system: 'System',
  user: 'User',
  assistant: 'Assistant',
  tool: 'Tool',
};

/** Longer system prompts are folded. */
const PROMPT = 400;

/** One message: who says it, and its parts. */
export function MessageView({ message, tools, format, find }: MessageViewProps) {
  const text = message.parts
    .map((part) => ('text' in part ? part.text : ''))
    .join('\n\n')
    .trim();
  const role = ROLES[message.role] ?? message.role;
  const folds = message.role === 'system' && text.length > PROMPT;
  const parts = () =>
    message.parts.map((part, index) => (
      // oxlint-disable-next-line react/no-array-index-key -- parts have no other name, and keep their order
      <PartView key={index} part={part} tools={tools} format={format} find={find} />
    ));
  return (
    <article className={styles['message']} data-role={message.role} aria-label={`${role} message`}>
      <header className={styles['who']}>
        <h3>
          <Plain text={role} />
        </h3>
        {message.name && (
          <span className={styles['faint']}>
            <Plain text={message.name} />
          </span>
        )}
        {message.from === 'answer' && <Badge tone="accent">answer</Badge>}
        {message.finish && message.finish !== 'stop' && (
          <span className={styles['faint']} title="Why the model stopped">
            ended: <Plain text={message.finish} />
          </span>
        )}
        <span className={styles['space']} />
        {text && <CopyButton label={`Copy ${role.toLowerCase()} message`} text={text} />}
      </header>
      {message.parts.length === 0 && <p className={styles['faint']}>No content</p>}
      {folds ? (
        <Fold
          title={`${firstLine(text)} (${count(text.length)} characters)`}
          openAtFirst={find !== '' && text.toLowerCase().includes(find.toLowerCase())}
        >
          {parts}
        </Fold>
      ) : (
        parts()
      )}
    </article>
  );
}

function firstLine(text: string): string {
  const line = text.split('\n', 1)[0] ?? '';
  return line.length > 90 ? line.slice(0, 90) + '…' : line;
}
