import {
  Children,
  type ComponentProps,
  createContext,
  isValidElement,
  type ReactNode,
  useContext,
} from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { count } from '../../lib/format/format';
import { safeLink } from '../../lib/links/links';
import { CopyButton } from '../copy/CopyButton';
import { RemoteImage } from '../media/RemoteImage';
import { Notice } from '../notice/Notice';
import { Plain } from '../text/Plain';
import TextView from '../text/TextView';
import styles from './Markdown.module.css';

/** Longer texts would hold up the page. */
const LONGEST = 150_000;

/** A text as Markdown: HTML in it stays text, images wait for a click, links lead to the web or to mail alone. */
export default function Markdown({
  text,
  find = '',
}: {
  readonly text: string;
  readonly find?: string;
}) {
  if (text.length > LONGEST) {
    return (
      <>
        <Notice title="Shown as text">
          {count(text.length)} characters are too many to show as Markdown; the limit is{' '}
          {count(LONGEST)}.
        </Notice>
        <TextView text={text} find={find} label="Text" />
      </>
    );
  }
  return (
    <Find.Provider value={find}>
      <div className={styles['markdown']} dir="auto">
        <ReactMarkdown remarkPlugins={PLUGINS} components={COMPONENTS} urlTransform={(url) => url}>
          {text}
        </ReactMarkdown>
      </div>
    </Find.Provider>
  );
}

const PLUGINS = [remarkGfm];

const Find = createContext('');

function Words({ text }: { readonly text: string }) {
  return <Plain text={text} find={useContext(Find)} />;
}

const shown = (children: ReactNode): ReactNode =>
  Children.map(children, (child) => (typeof child === 'string' ? <Words text={child} /> : child));

/** What is in these is shown as any text from outside is. */
const WITH_WORDS = [
  'p',
  'li',
  'td',
  'th',
  'strong',
  'em',
  'del',
  'sup',
  'code',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
] as const;

const COMPONENTS: Components = {
  ...Object.fromEntries(
    WITH_WORDS.map((Tag) => [
      Tag,
      ({ children }: { readonly children?: ReactNode }) => <Tag>{shown(children)}</Tag>,
    ]),
  ),
  a: ({ href, children }) => {
    const link = safeLink(href ?? '');
    return link ? (
      <a href={link} target="_blank" rel="noopener noreferrer">
        {shown(children)}
      </a>
    ) : (
      <>
        {shown(children)}{' '}
        <span className={styles['address']}>
          (<Words text={href ?? ''} />)
        </span>
      </>
    );
  },
  img: ({ src, alt }) => <RemoteImage url={typeof src === 'string' ? src : ''} alt={alt ?? ''} />,
  // A task list's box shows; it is not to be ticked here.
  input: ({ checked }) => <span aria-hidden="true">{checked ? '☑ ' : '☐ '}</span>,
  pre: Pre,
};

function Pre({ children }: ComponentProps<'pre'>) {
  const code = isValidElement<{ children?: ReactNode }>(children) ? children.props.children : '';
  const text = typeof code === 'string' ? code.replace(/\n$/, '') : '';
  return (
    <div className={styles['code']}>
      <pre>
        <code>
          <Words text={text} />
        </code>
      </pre>
      <CopyButton label="Copy code" text={text} />
    </div>
  );
}
