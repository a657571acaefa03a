import { useState } from 'react';
import type { SpanEvent } from '../../../api/types';
import { Button } from '../../../components/button/Button';
import { CopyButton } from '../../../components/copy/CopyButton';
import { Fold } from '../../../components/fold/Fold';
import { Plain } from '../../../components/text/Plain';
import { toast } from '../../../components/toast/toasts';
import { folded, type Line, parseStack, type Section } from '../../../lib/stack/stack';
import styles from './Events.module.css';

interface ExceptionProps {
  readonly event: SpanEvent;
  readonly find: string;
  /** Loads what came cut. */
  readonly whole: (key: string) => Promise<string>;
}

const textOf = (event: SpanEvent, key: string): string =>
  event.attributes.find((one) => one.key === key)?.text ?? '';

/** An exception: its type and message, and its stack without the frames of libraries. */
export function Exception({ event, find, whole }: ExceptionProps) {
  const type = textOf(event, 'exception.type');
  const message = textOf(event, 'exception.message');
  const given = event.attributes.find((one) => one.key === 'exception.stacktrace');
  const [stack, setStack] = useState(given?.text ?? '');
  const [cut, setCut] = useState(given?.cut ?? false);
  const parsed = stack ? parseStack(stack) : null;
  return (
    <div className={styles['exception']}>
      <p className={styles['what']}>
        <strong>
          <Plain text={type || 'Exception'} find={find} />
        </strong>
        {message && (
          <>
            {': '}
            <Plain text={message} find={find} />
          </>
        )}
      </p>
      {parsed && (
        <div className={styles['stack']}>
          <div className={styles['copy']}>
            <CopyButton
              label="Copy the stack trace"
              text={cut ? () => whole('exception.stacktrace') : stack}
            />
          </div>
          {parsed.sections.map((section, index) => (
            <SectionView
              // oxlint-disable-next-line react/no-array-index-key -- sections have no other name
              key={index}
              section={section}
              first={index === 0}
              find={find}
            />
          ))}
          {cut && (
            <Button
              onPress={() =>
                void whole('exception.stacktrace').then(
                  (text) => {
                    setStack(text);
                    setCut(false);
                  },
                  (e: unknown) =>
                    toast(`Not loaded: ${e instanceof Error ? e.message : String(e)}`, {
                      tone: 'error',
                    }),
                )
              }
            >
              The stack trace goes on. Load all
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

const NAMES = { exception: '', cause: 'Caused by: ', suppressed: 'Suppressed: ' };

interface SectionProps {
  readonly section: Section;
  readonly first: boolean;
  readonly find: string;
}

function SectionView({ section, first, find }: SectionProps) {
  const title = NAMES[section.kind] + section.title;
  const indent = { paddingLeft: section.depth * 16 };
  if (first) {
    return (
      <div style={indent}>
        <pre className={styles['title']}>
          <Plain text={title} find={find} />
        </pre>
        <Frames lines={section.lines} find={find} />
      </div>
    );
  }
  return (
    <div style={indent}>
      <Fold
        title={<Plain text={title} find={find} />}
        openAtFirst={
          find !== '' && JSON.stringify(section).toLowerCase().includes(find.toLowerCase())
        }
      >
        {() => <Frames lines={section.lines} find={find} />}
      </Fold>
    </div>
  );
}

function Frames({ lines, find }: { readonly lines: readonly Line[]; readonly find: string }) {
  return (
    <ul className={styles['frames']}>
      {folded(lines).map((group) =>
        group.kind === 'line' ? (
          <li key={group.at} data-kind={group.line.kind} data-framework={group.line.framework}>
            <Plain text={frameText(group.line)} find={find} />
          </li>
        ) : (
          <Hidden key={group.at} lines={group.lines} find={find} />
        ),
      )}
    </ul>
  );
}

const frameText = ({ kind, text }: Line): string =>
  kind === 'frame' && !text.startsWith('File ') ? `at ${text}` : text;

function Hidden({ lines, find }: { readonly lines: readonly Line[]; readonly find: string }) {
  const has =
    find !== '' && lines.some(({ text }) => text.toLowerCase().includes(find.toLowerCase()));
  const [open, setOpen] = useState(has);
  if (open) {
    return lines.map((line, index) => (
      // oxlint-disable-next-line react/no-array-index-key -- frames may repeat
      <li key={index} data-kind={line.kind} data-framework="true">
        <Plain text={frameText(line)} find={find} />
      </li>
    ));
  }
  return (
    <li>
      <button type="button" className={styles['hidden']} onClick={() => setOpen(true)}>
        {lines.length} frames of libraries
      </button>
    </li>
  );
}
