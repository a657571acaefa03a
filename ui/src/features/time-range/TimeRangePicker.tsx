import { Clock, ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { Button as AriaButton, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { Button } from '../../components/button/Button';
import {
  fromLocalInput,
  moment,
  PRESETS,
  type TimeRange,
  toLocalInput,
  words,
} from '../../lib/time-range/range';
import styles from './TimeRangePicker.module.css';

interface TimeRangePickerProps {
  readonly range: TimeRange;
  readonly onChange: (range: TimeRange) => void;
}

/** Chooses when traces started: a time until now, or both ends. */
export function TimeRangePicker({ range, onChange }: TimeRangePickerProps) {
  return (
    <DialogTrigger>
      <AriaButton
        className={styles['button'] ?? ''}
        aria-label={`Time range: ${words(range)}`}
        data-set={range.from !== null || range.to !== null}
      >
        <Clock size={14} aria-hidden="true" />
        <span>{words(range)}</span>
        <ChevronDown size={13} aria-hidden="true" />
      </AriaButton>
      <Popover className={styles['popover'] ?? ''} offset={4} placement="bottom end">
        <Dialog aria-label="Time range" className={styles['dialog'] ?? ''}>
          {({ close }) => (
            <Choices
              range={range}
              onChoose={(chosen) => {
                close();
                onChange(chosen);
              }}
            />
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function Choices({
  range,
  onChoose,
}: {
  readonly range: TimeRange;
  readonly onChoose: (range: TimeRange) => void;
}) {
  const [now] = useState(() => Date.now());
  const [from, setFrom] = useState(() => toLocalInput(moment(range.from, now)));
  const [to, setTo] = useState(() => toLocalInput(moment(range.to, now)));
  const start = fromLocalInput(from);
  const end = fromLocalInput(to);
  const backwards = start !== null && end !== null && end < start;
  return (
    <>
      <ul className={styles['presets']}>
        {PRESETS.map((preset) => (
          <li key={preset.label}>
            <AriaButton
              className={styles['preset'] ?? ''}
              aria-pressed={range.to === null && range.from === preset.from}
              onPress={() => onChoose({ from: preset.from, to: null })}
            >
              {preset.label}
            </AriaButton>
          </li>
        ))}
      </ul>
      <form
        className={styles['custom']}
        onSubmit={(event) => {
          event.preventDefault();
          onChoose({
            from: start === null ? null : String(start),
            to: end === null ? null : String(end),
          });
        }}
      >
        <label>
          <span>From</span>
          <input
            type="datetime-local"
            step={1}
            value={from}
            onChange={(event) => setFrom(event.target.value)}
          />
        </label>
        <label>
          <span>To</span>
          <input
            type="datetime-local"
            step={1}
            value={to}
            onChange={(event) => setTo(event.target.value)}
          />
        </label>
        <p className={styles['words']} role="status">
          {backwards
            ? 'The end is before the start.'
            : 'Local time; an empty end is open. Traces count by their start.'}
        </p>
        <Button
          type="submit"
          look="primary"
          isDisabled={backwards || (start === null && end === null)}
        >
          Use these ends
        </Button>
      </form>
    </>
  );
}
