import {
  ChevronsDownUp,
  ChevronsUpDown,
  Maximize2,
  Settings2,
  SquareChartGantt,
  ZoomIn,
  ZoomOut,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from '../../components/button/Button';
import { Menu, MenuItem } from '../../components/menu/Menu';
import { durationOfNanos } from '../../lib/format/format';
import styles from './Toolbar.module.css';
import type { Doings } from './useDoings';
import type { Model } from './useModel';
import { OPTION_NAMES, type Options } from './useOptions';

interface ToolbarProps {
  readonly model: Model;
  readonly doings: Doings;
  readonly options: Options;
  readonly onOptions: (options: Options) => void;
  readonly timeline: boolean;
  readonly onTimeline: (timeline: boolean) => void;
  /** Search and filters. */
  readonly children: ReactNode;
}

/** What can be done with the tree and the timeline. */
export function Toolbar(props: ToolbarProps) {
  const { model, doings, options, onOptions, timeline, onTimeline, children } = props;
  const chosen = (Object.keys(OPTION_NAMES) as (keyof Options)[]).filter((name) => options[name]);
  return (
    <div className={styles['bar']} role="toolbar" aria-label="Tree and timeline">
      {children}
      <span className={styles['space']} />
      <span className={styles['group']}>
        <IconButton label="Close all" shortcut="[" onPress={doings.closeAll}>
          <ChevronsDownUp size={15} />
        </IconButton>
        <IconButton label="Open all" shortcut="]" onPress={doings.openAll}>
          <ChevronsUpDown size={15} />
        </IconButton>
      </span>
      {timeline && (
        <span className={styles['group']}>
          <IconButton label="Zoom in" shortcut="w" onPress={doings.zoomIn}>
            <ZoomIn size={15} />
          </IconButton>
          <IconButton label="Zoom out" shortcut="s" onPress={doings.zoomOut}>
            <ZoomOut size={15} />
          </IconButton>
          <IconButton label="Show the whole time" shortcut="f" onPress={doings.fit}>
            <Maximize2 size={14} />
          </IconButton>
        </span>
      )}
      <span className={styles['group']}>
        <IconButton label="Timeline" pressed={timeline} onPress={() => onTimeline(!timeline)}>
          <SquareChartGantt size={15} />
        </IconButton>
        <Menu
          label="What the timeline shows"
          trigger={
            <IconButton label="What the timeline shows">
              <Settings2 size={15} />
            </IconButton>
          }
          selectionMode="multiple"
          selectedKeys={chosen}
          onSelectionChange={(keys) => {
            const has = (name: keyof Options) => keys === 'all' || keys.has(name);
            onOptions({
              compress: has('compress'),
              critical: has('critical'),
              self: has('self'),
            });
          }}
        >
          {(Object.keys(OPTION_NAMES) as (keyof Options)[]).map((name) => (
            <MenuItem key={name} id={name} textValue={OPTION_NAMES[name]}>
              {OPTION_NAMES[name]}
              {name === 'compress' && ` (${gapWords(model)})`}
            </MenuItem>
          ))}
        </Menu>
      </span>
    </div>
  );
}

function gapWords(model: Model): string {
  const idle = model.gaps.reduce((sum, gap) => sum + (gap.to - gap.from), 0);
  return model.gaps.length === 0 ? 'none here' : `${model.gaps.length}, ${durationOfNanos(idle)}`;
}
