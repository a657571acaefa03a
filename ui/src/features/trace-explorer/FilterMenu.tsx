import { Eye, EyeOff, ListFilter } from 'lucide-react';
import {
  Dialog,
  DialogTrigger,
  Input,
  Label,
  NumberField,
  Popover,
  TextField,
} from 'react-aria-components';
import { Button, IconButton } from '../../components/button/Button';
import { TypeIcon } from '../../components/icons/TypeIcon';
import { count } from '../../lib/format/format';
import { NO_TYPE, type Skeleton } from '../../lib/skeleton/skeleton';
import type { TraceView } from '../../lib/urls/views';
import styles from './Toolbar.module.css';
import type { ChangeView } from './useSettled';

interface FilterMenuProps {
  readonly skeleton: Skeleton;
  readonly counts: Int32Array;
  readonly errors: number;
  readonly view: TraceView;
  readonly onView: ChangeView;
}

/** What is shown of the trace: types, names, how long, what failed. */
export function FilterMenu({ skeleton, counts, errors, view, onView }: FilterMenuProps) {
  const types = typesOf(skeleton, counts);
  const active =
    view.types.length +
    view.hide.length +
    Number(view.name !== '') +
    Number(view.min !== null) +
    Number(view.errors === 'only');
  return (
    <DialogTrigger>
      <Button pressed={active > 0}>
        <ListFilter size={14} aria-hidden="true" />
        Filter
        {active > 0 && ` (${active})`}
      </Button>
      <Popover className={styles['popover'] ?? ''} offset={4}>
        <Dialog aria-label="Filter spans" className={styles['filters'] ?? ''}>
          <TextField
            value={view.name}
            onChange={(name) => onView({ name })}
            className={styles['labelled'] ?? ''}
          >
            <Label>Name contains</Label>
            <Input />
          </TextField>
          <NumberField
            value={view.min ?? Number.NaN}
            minValue={0}
            onChange={(min) => onView({ min: Number.isNaN(min) || min <= 0 ? null : min })}
            className={styles['labelled'] ?? ''}
          >
            <Label>Takes at least (ms)</Label>
            <Input />
          </NumberField>
          <Button
            pressed={view.errors === 'only'}
            onPress={() => onView({ errors: view.errors === 'only' ? 'all' : 'only' })}
          >
            Failed spans only ({count(errors)})
          </Button>
          <ul className={styles['types']} aria-label="Types">
            {types.map(([type, spans]) => (
              <li key={type}>
                <TypeIcon type={type} />
                <span className={styles['type']}>{type}</span>
                <span className={styles['spans']}>{count(spans)}</span>
                <IconButton
                  label={`Only ${type}`}
                  pressed={view.types.includes(type)}
                  onPress={() =>
                    onView({
                      types: flip(view.types, type),
                      hide: view.hide.filter((one) => one !== type),
                    })
                  }
                >
                  <Eye size={14} />
                </IconButton>
                <IconButton
                  label={`Hide ${type}`}
                  pressed={view.hide.includes(type)}
                  onPress={() =>
                    onView({
                      hide: flip(view.hide, type),
                      types: view.types.filter((one) => one !== type),
                    })
                  }
                >
                  <EyeOff size={14} />
                </IconButton>
              </li>
            ))}
          </ul>
          <p className={styles['hint']}>
            The spans above what is left stay, and each says how many are hidden below it.
          </p>
          <Button isDisabled={active === 0} onPress={() => onView(NO_FILTERS)}>
            Clear all
          </Button>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

export const NO_FILTERS: Partial<TraceView> = {
  types: [],
  hide: [],
  name: '',
  min: null,
  errors: 'all',
};

/** The types of the trace with how many spans each has, the most first. */
function typesOf(skeleton: Skeleton, counts: Int32Array): readonly (readonly [string, number])[] {
  const all = new Map<string, number>();
  skeleton.types.forEach((type, place) => all.set(type, counts[place] ?? 0));
  const none = counts[NO_TYPE] ?? 0;
  if (none > 0) all.set('UNKNOWN', (all.get('UNKNOWN') ?? 0) + none);
  return [...all].filter(([, spans]) => spans > 0).toSorted((a, b) => b[1] - a[1]);
}

function flip(list: readonly string[], type: string): readonly string[] {
  return list.includes(type) ? list.filter((one) => one !== type) : [...list, type];
}
