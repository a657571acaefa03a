import { useMemo, useRef } from 'react';
import { Button } from '../../../components/button/Button';
import { Fold } from '../../../components/fold/Fold';
import { Plain } from '../../../components/text/Plain';
import { usePreference } from '../../../components/usePreference';
import { useInnerVirtualizer } from '../../../components/virtual/useInnerVirtualizer';
import type { Conversation, Field, Message } from '../../../lib/chat/conversation';
import { joined } from '../../../lib/chat/join';
import { count } from '../../../lib/format/format';
import type { PanelProps } from '../panel';
import styles from './Chat.module.css';
import { Json } from './Json';
import { MessageView, type MessageViewProps } from './MessageView';
import { ToolsView } from './ToolsView';

interface ChatViewProps extends PanelProps {
  readonly conversation: Conversation;
}

/** Fewer messages are drawn at once. */
const DRAWN_AT_ONCE = 40;

/** What was said between the program, the model and its tools. */
export default function ChatView({ conversation, find }: ChatViewProps) {
  const messages = useMemo(() => joined(conversation.messages), [conversation]);
  const [format, setFormat] = usePreference<'markdown' | 'text'>(
    'detail.format.message',
    'markdown',
  );
  const shown = { tools: conversation.tools, format, find };
  return (
    <div className={styles['chat']}>
      <div className={styles['top']}>
        <Parameters fields={conversation.parameters} />
        <span className={styles['formats']} role="group" aria-label="Show messages as">
          <Button
            look="quiet"
            pressed={format === 'markdown'}
            onPress={() => setFormat('markdown')}
          >
            Markdown
          </Button>
          <Button look="quiet" pressed={format === 'text'} onPress={() => setFormat('text')}>
            Text
          </Button>
        </span>
      </div>
      {conversation.tools.length > 0 && <ToolsView tools={conversation.tools} />}
      {messages.length > DRAWN_AT_ONCE ? (
        <ManyMessages messages={messages} {...shown} />
      ) : (
        messages.map((message, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- messages have no other name, and keep their order
          <MessageView key={index} message={message} {...shown} />
        ))
      )}
      {conversation.answer.length > 0 && (
        <Fold title={`Other fields of the answer: ${names(conversation.answer)}`}>
          {() => (
            <Json value={Object.fromEntries(conversation.answer)} label="Answer" find={find} />
          )}
        </Fold>
      )}
    </div>
  );
}

const names = (fields: readonly Field[]): string => fields.map(([name]) => name).join(', ');

type Shown = Omit<MessageViewProps, 'message'>;

function ManyMessages({ messages, ...shown }: Shown & { readonly messages: readonly Message[] }) {
  const list = useRef<HTMLDivElement>(null);
  const rows = useInnerVirtualizer({ list, count: messages.length, estimate: () => 120 });
  return (
    <>
      <p className={styles['count']}>{count(messages.length)} messages</p>
      <div ref={list} className={styles['many']} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ key, index, start }) => {
          const message = messages[index];
          return (
            <div
              key={key}
              ref={rows.measureElement}
              data-index={index}
              className={styles['place']}
              style={{ transform: `translateY(${start}px)` }}
            >
              {message && <MessageView message={message} {...shown} />}
            </div>
          );
        })}
      </div>
    </>
  );
}

/** What is too long for the line is opened. */
const LINE = 60;

/** What the request set, in a line. */
function Parameters({ fields }: { readonly fields: readonly Field[] }) {
  const written = fields.map(
    ([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)] as const,
  );
  const short = written.filter(([, value]) => value.length <= LINE);
  const long = fields.filter((_, index) => (written[index]?.[1].length ?? 0) > LINE);
  return (
    <div className={styles['parameters']}>
      {short.map(([name, value]) => (
        <span key={name} className={styles['parameter']}>
          <span className={styles['faint']}>{name}</span> <Plain text={value} />
        </span>
      ))}
      {long.map(([name, value]) => (
        <Fold key={name} title={name}>
          {() => <Json value={value} label={name} find="" />}
        </Fold>
      ))}
    </div>
  );
}
