import { useCallback, useState } from 'react';
import { Awaiting } from '../../components/lazily/lazily';
import { Badge } from '../../components/badge/Badge';
import { useCommands } from '../../components/commands/useCommands';
import { useKeys } from '../../components/keys/useKeys';
import { Failure, Loading, Nothing } from '../../components/notice/Notice';
import { Tabs } from '../../components/tabs/Tabs';
import { usePreference } from '../../components/usePreference';
import { useMay } from '../access/useMay';
import { count } from '../../lib/format/format';
import type { TraceTab } from '../../lib/urls/views';
import { assessmentsOf, exceptionsOf, factsOf, withAttributes } from './facts';
import { promptsOf } from './links/prompts';
import type { PanelProps, SpanDetailProps } from './panel';
import { SpanHeader } from './SpanHeader';
import styles from './SpanDetail.module.css';
import { type PaneTab, tabsOf } from './tabs';
import { useSpan } from './useSpan';

/** All that is known of one span. */
export default function SpanDetail(props: SpanDetailProps) {
  const { source, head, skeleton, spanId, tab, onTab, find } = props;
  const facts = factsOf(skeleton, spanId);
  const { data: body, error, refetch } = useSpan(source, skeleton, spanId, facts?.runs ?? false);
  const [raw, setRaw] = usePreference('detail.raw', false);
  const [asked, setAsked] = useState(false);
  const may = useMay(source.writable);
  const onAsked = useCallback(() => setAsked(false), []);
  const hasLinks =
    !!body?.links.length || (!!facts?.isRoot && promptsOf(head.info.tags).length > 0);
  const tabs = tabsOf(body ?? null, hasLinks);
  const giveFeedback = () => {
    setAsked(true);
    onTab('feedback');
  };
  useCommands([
    {
      id: 'span.raw',
      title: raw ? 'Show readable values' : 'Show raw values',
      shortcut: 'r',
      run: () => setRaw(!raw),
    },
    ...(may.assess
      ? [{ id: 'span.feedback', title: 'Give feedback', shortcut: 'e', run: giveFeedback }]
      : []),
    ...tabs.map(({ id, name }) => ({
      id: `span.tab.${id}`,
      title: `Span: ${name}`,
      run: () => onTab(id),
    })),
  ]);
  useKeys('Span', [
    { keys: 'r', does: 'Raw or readable values', run: () => setRaw(!raw) },
    { keys: 'e', does: 'Give feedback', run: giveFeedback },
    ...[1, 2, 3, 4, 5].map((number) => ({
      keys: String(number),
      does: `Tab ${number} of the span`,
      run: () => {
        const chosen = tabs[number - 1];
        if (chosen) onTab(chosen.id);
      },
    })),
  ]);

  if (facts === null) {
    return (
      <Nothing title="There is no such span">
        <p>
          This trace has {count(skeleton.count)} spans, none of the id {spanId}.
        </p>
      </Nothing>
    );
  }
  const badges: Partial<Record<TraceTab, number>> = {
    events: body ? exceptionsOf(body).length : 0,
    feedback: assessmentsOf(head.info.assessments, spanId, facts.isRoot).filter((one) => one.valid)
      .length,
  };
  const shown = tabs.find((one) => one.id === tab) ?? tabs[0];
  return (
    <section className={styles['pane']} aria-label="Span">
      <SpanHeader
        facts={body ? withAttributes(facts, body) : facts}
        spanId={spanId}
        body={body ?? null}
        find={find}
      />
      {error && !body && <Failure error={error} onRetry={() => void refetch()} />}
      {!error && !body && <Loading what="the span" />}
      {body && (
        <Tabs
          key={spanId}
          label="What to show of the span"
          selected={shown?.id ?? 'main'}
          onSelect={(id) => onTab(id as TraceTab)}
          items={tabs.map((item) => ({
            id: item.id,
            label: (
              <>
                {item.name}
                {!!badges[item.id] && (
                  <Badge tone={item.id === 'events' ? 'error' : 'neutral'}>{badges[item.id]}</Badge>
                )}
              </>
            ),
            panel: () => panelOf(item, { ...props, body, facts, raw, asked, onAsked }),
          }))}
        />
      )}
    </section>
  );
}

function panelOf({ name, Panel }: PaneTab, props: PanelProps) {
  return (
    <Awaiting fallback={<Loading what={name} />}>
      <Panel {...props} />
    </Awaiting>
  );
}
