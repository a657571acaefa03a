import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { resolveId } from '../../../api/queries';
import type { SpanLink } from '../../../api/types';
import { Button } from '../../../components/button/Button';
import { CopyButton } from '../../../components/copy/CopyButton';
import { Plain } from '../../../components/text/Plain';
import { toTrace } from '../../../lib/urls/paths';
import { Json } from '../chat/Json';
import type { PanelProps } from '../panel';
import styles from './Links.module.css';
import { promptsOf } from './prompts';

/** Other traces and spans that this span names, and the prompts that its trace is linked to. */
export default function LinksPanel(props: PanelProps) {
  const { body, head, facts, find } = props;
  const prompts = facts.isRoot ? promptsOf(head.info.tags) : [];
  return (
    <div className={styles['panel']}>
      {body.links.length > 0 && (
        <section aria-label="Links to spans">
          <h3>Links to spans</h3>
          <ul>
            {body.links.map((link) => (
              <li key={`${link.trace_id}/${link.span_id}`} className={styles['link']}>
                <Target {...props} link={link} />
                <CopyButton label="Copy the ids" text={`${link.trace_id} ${link.span_id}`} />
                {Object.keys(link.attributes).length > 0 && (
                  <div className={styles['attributes']}>
                    <Json value={link.attributes} label="Attributes of the link" find={find} />
                  </div>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
      {prompts.length > 0 && (
        <section aria-label="Linked prompts">
          <h3>Linked prompts</h3>
          <ul>
            {prompts.map(({ name, version }) => (
              <li key={`${name}/${version}`} className={styles['link']}>
                <strong>
                  <Plain text={name} />
                </strong>
                <span className={styles['version']}>
                  version <Plain text={version} />
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

function Target({ link, ...props }: PanelProps & { readonly link: SpanLink }) {
  const { head, onSpan, experimentId } = props;
  const ids = (
    <code>
      <Plain text={`${link.trace_id} / ${link.span_id}`} />
    </code>
  );
  if (link.trace_id === head.info.trace_id) {
    return <Button onPress={() => onSpan(link.span_id)}>Span {ids} of this trace</Button>;
  }
  return experimentId === null ? ids : <Elsewhere link={link}>{ids}</Elsewhere>;
}

/** The trace may be of another experiment, or not be here at all. */
function Elsewhere({
  link,
  children,
}: {
  readonly link: SpanLink;
  readonly children: React.ReactNode;
}) {
  const { data, error } = useQuery({
    queryKey: ['resolve', link.trace_id],
    queryFn: ({ signal }) => resolveId(link.trace_id, signal),
    retry: false,
  });
  if (error) {
    return (
      <>
        {children} <span className={styles['version']}>is not on this server</span>
      </>
    );
  }
  return data ? (
    <Link href={toTrace(data.experiment_id, data.trace_id, { span: link.span_id })}>
      {children}
    </Link>
  ) : (
    children
  );
}
