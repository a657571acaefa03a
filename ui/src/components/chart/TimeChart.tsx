import { Table2 } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import { columnAt, everyNth, type Plot, runs, ticks, yOf } from '../../lib/chart/scale';
import type { Series } from '../../lib/chart/series';
import { IconButton } from '../button/Button';
import { useWidth } from '../useWidth';
import { ChartLink } from './ChartLink';
import { ChartTable } from './ChartTable';
import styles from './TimeChart.module.css';

export interface TimeChartProps {
  readonly title: string;
  /** What the figures are, such as the step in words. */
  readonly about: string;
  /** Bars stand on each other; lines beside each other. */
  readonly kind: 'bars' | 'lines';
  /** The first has the first colour, and so on: at most four. */
  readonly series: readonly Series[];
  /** The start of each step in words, short for the axis and long for its mark. */
  readonly labels: readonly { readonly short: string; readonly long: string }[];
  readonly format: (value: number) => string;
  /** Where a mark leads. */
  readonly linkOf: (index: number) => string;
  /** Colours other than the usual ones: names of tokens. */
  readonly colors?: readonly string[];
}

const HEIGHT = 168;
const MARGIN = { right: 8, top: 8, bottom: 22 };
/** The least room for the labels of the axis, and that of one letter. */
const LEAST_LEFT = 52;
const LETTER = 6.5;
const COLORS = ['--chart-1', '--chart-2', '--chart-3', '--chart-4'];
const DASHES = ['none', '6 3', '2 3', '8 3 2 3'];
const LABEL = 84;

/** Figures over time. Each step is a link; the arrow keys go from one to the next. */
export function TimeChart(props: TimeChartProps) {
  const { title, about, kind, series, labels, format, linkOf, colors = COLORS } = props;
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box, 480);
  const [active, setActive] = useState<number | null>(null);
  const [stop, setStop] = useState(0);
  const [table, setTable] = useState(false);
  const color = (i: number) => `var(${colors[i] ?? COLORS[i] ?? '--chart-1'})`;
  const most = largest(kind, series);
  const marks = ticks(most, 3);
  const letters = Math.max(...marks.map((mark) => format(mark).length));
  const left = Math.max(LEAST_LEFT, Math.ceil(letters * LETTER) + 18);
  const plot: Plot = {
    left,
    top: MARGIN.top,
    width: Math.max(0, width - left - MARGIN.right),
    height: HEIGHT - MARGIN.top - MARGIN.bottom,
  };
  const top = marks.at(-1) ?? 1;
  const empty = kind === 'bars' ? most === 0 : series.every((one) => one.values.every(isNull));
  const nth = everyNth(labels.length, plot.width, LABEL);
  const focusable = Math.min(stop, labels.length - 1);
  const words = (i: number) =>
    `${labels[i]?.long ?? ''}: ${series.map((one) => `${one.name} ${said(one.values[i], format)}`).join(', ')}`;
  const key = (event: KeyboardEvent<SVGSVGElement>) => {
    const to = {
      ArrowLeft: focusable - 1,
      ArrowRight: focusable + 1,
      Home: 0,
      End: labels.length - 1,
    }[event.key];
    if (to === undefined || to < 0 || to >= labels.length) return;
    event.preventDefault();
    setStop(to);
    event.currentTarget.querySelectorAll<SVGAElement>('a')[to]?.focus();
  };
  return (
    <section className={styles['card']} aria-label={title}>
      <header className={styles['header']}>
        <h2>{title}</h2>
        <span className={styles['about']}>{about}</span>
        <ul className={styles['legend']}>
          {series.map((one, i) => (
            <li key={one.name}>
              <svg width={kind === 'bars' ? 10 : 18} height={8} aria-hidden="true">
                {kind === 'bars' ? (
                  <rect width={10} height={8} rx={2} fill={color(i)} />
                ) : (
                  <path d="M0 4h18" stroke={color(i)} strokeWidth={2} strokeDasharray={DASHES[i]} />
                )}
              </svg>
              {one.name}
            </li>
          ))}
        </ul>
        <IconButton
          label={table ? 'Show as a chart' : 'Show as a table'}
          pressed={table}
          onPress={() => setTable(!table)}
        >
          <Table2 size={14} />
        </IconButton>
      </header>
      <div ref={box} className={styles['box']}>
        {empty ? (
          <p className={styles['empty']}>Nothing was recorded in this time.</p>
        ) : table ? (
          <ChartTable
            series={series}
            labels={labels}
            format={format}
            linkOf={linkOf}
            title={title}
          />
        ) : (
          <svg
            width={width}
            height={HEIGHT}
            role="group"
            aria-label={`${title}: ${labels.length} steps; the arrow keys go from one to the next`}
            onKeyDown={key}
            onPointerLeave={() => setActive(null)}
          >
            {marks.map((mark) => (
              <g key={mark} aria-hidden="true" className={styles['grid']}>
                <line
                  x1={plot.left}
                  x2={plot.left + plot.width}
                  y1={yOf(plot, mark, top)}
                  y2={yOf(plot, mark, top)}
                />
                <text x={plot.left - 8} y={yOf(plot, mark, top) + 4} textAnchor="end">
                  {mark === 0 ? '0' : format(mark)}
                </text>
              </g>
            ))}
            {labels.map(({ short, long }, i) => {
              const { x, width: wide } = columnAt(plot, labels.length, i);
              return i % nth === 0 && x + wide / 2 + LABEL / 2 <= width ? (
                <text
                  key={long}
                  aria-hidden="true"
                  className={styles['time']}
                  x={x + wide / 2}
                  y={HEIGHT - 6}
                >
                  {short}
                </text>
              ) : null;
            })}
            {kind === 'bars' ? (
              <Bars plot={plot} series={series} top={top} color={color} />
            ) : (
              <Lines plot={plot} series={series} top={top} color={color} />
            )}
            {labels.map(({ long }, i) => {
              const { x, width: wide } = columnAt(plot, labels.length, i);
              return (
                <ChartLink
                  key={long}
                  href={linkOf(i)}
                  label={words(i)}
                  tabIndex={i === focusable ? 0 : -1}
                  onFocus={() => {
                    setStop(i);
                    setActive(i);
                  }}
                  onBlur={() => setActive(null)}
                  onPointerEnter={() => setActive(i)}
                >
                  <rect
                    x={x}
                    y={plot.top}
                    width={wide}
                    height={plot.height}
                    className={styles['step']}
                    data-active={i === active}
                  />
                </ChartLink>
              );
            })}
          </svg>
        )}
        {active !== null && !table && (
          <div
            className={styles['tip']}
            aria-hidden="true"
            style={tipPlace(plot, labels.length, active, width)}
          >
            <strong>{labels[active]?.long}</strong>
            {series.map((one) => (
              <span key={one.name}>
                {one.name} <b>{said(one.values[active], format)}</b>
              </span>
            ))}
          </div>
        )}
      </div>
    </section>
  );
}

interface MarksProps {
  readonly plot: Plot;
  readonly series: readonly Series[];
  readonly top: number;
  readonly color: (index: number) => string;
}

function Bars({ plot, series, top, color }: MarksProps) {
  const count = series[0]?.values.length ?? 0;
  return (
    <g aria-hidden="true">
      {Array.from({ length: count }, (_, i) => {
        const { x, width } = columnAt(plot, count, i);
        const gap = width > 4 ? Math.min(2, width / 4) : 0;
        let below = 0;
        return series.map((one, s) => {
          const value = one.values[i] ?? 0;
          if (value <= 0) return null;
          const from = yOf(plot, below, top);
          below += value;
          const to = yOf(plot, below, top);
          return (
            <rect
              key={one.name}
              x={x + gap / 2}
              y={Math.min(to, from - 1)}
              width={Math.max(0.5, width - gap)}
              height={Math.max(1, from - to)}
              fill={color(s)}
            />
          );
        });
      })}
    </g>
  );
}

function Lines({ plot, series, top, color }: MarksProps) {
  return (
    <g aria-hidden="true" fill="none">
      {series.map((one, s) =>
        runs(plot, one.values, top).map((run) =>
          run.length === 1 ? (
            <circle key={run[0]?.x} cx={run[0]?.x} cy={run[0]?.y} r={2.5} fill={color(s)} />
          ) : (
            <path
              key={run[0]?.x}
              d={run
                .map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`)
                .join('')}
              stroke={color(s)}
              strokeWidth={2}
              strokeDasharray={DASHES[s]}
              strokeLinejoin="round"
            />
          ),
        ),
      )}
    </g>
  );
}

function largest(kind: 'bars' | 'lines', series: readonly Series[]): number {
  const count = series[0]?.values.length ?? 0;
  let most = 0;
  for (let i = 0; i < count; i++) {
    let here = 0;
    for (const one of series) {
      const value = one.values[i] ?? 0;
      here = kind === 'bars' ? here + value : Math.max(here, value);
    }
    most = Math.max(most, here);
  }
  return most;
}

function isNull(value: number | null): boolean {
  return value === null;
}

function said(value: number | null | undefined, format: (value: number) => string): string {
  return value === null || value === undefined ? '–' : format(value);
}

const TIP = 190;

function tipPlace(plot: Plot, count: number, index: number, width: number) {
  const { x, width: wide } = columnAt(plot, count, index);
  const right = x + wide + 8;
  return { left: right + TIP < width ? right : Math.max(0, x - TIP - 8), top: plot.top };
}
