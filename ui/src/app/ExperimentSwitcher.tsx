import { useQuery } from '@tanstack/react-query';
import { ChevronsUpDown } from 'lucide-react';
import {
  Autocomplete,
  Button,
  Dialog,
  DialogTrigger,
  Input,
  Menu,
  MenuItem,
  Popover,
  SearchField,
  useFilter,
} from 'react-aria-components';
import { useLocation } from 'wouter';
import { experiments } from '../api/queries';
import { ago, count } from '../lib/format/format';
import { toTraces } from '../lib/urls/paths';
import styles from './ExperimentSwitcher.module.css';

/** Names the experiment, and goes to another one. */
export function ExperimentSwitcher({ experimentId }: { readonly experimentId: string }) {
  const { data } = useQuery({
    queryKey: ['experiments'],
    queryFn: ({ signal }) => experiments(signal),
  });
  const [, navigate] = useLocation();
  const { contains } = useFilter({ sensitivity: 'base' });
  const current = data?.find((each) => each.experiment_id === experimentId);
  return (
    <DialogTrigger>
      <Button
        className={styles['button'] ?? ''}
        aria-label={`Experiment: ${current?.name ?? experimentId}`}
      >
        <span>{current?.name ?? experimentId}</span>
        <ChevronsUpDown size={13} aria-hidden="true" />
      </Button>
      <Popover className={styles['popover'] ?? ''} offset={4}>
        <Dialog aria-label="Experiments" className={styles['dialog'] ?? ''}>
          {({ close }) => (
            <Autocomplete filter={contains}>
              <SearchField
                aria-label="Find an experiment"
                autoFocus
                className={styles['field'] ?? ''}
              >
                <Input placeholder="Find an experiment" />
              </SearchField>
              <Menu
                aria-label="Experiments"
                className={styles['list'] ?? ''}
                items={data ?? []}
                onAction={(key) => {
                  close();
                  navigate(toTraces(String(key)));
                }}
              >
                {(each) => (
                  <MenuItem
                    id={each.experiment_id}
                    textValue={`${each.name} ${each.experiment_id}`}
                    className={styles['item'] ?? ''}
                    data-current={each.experiment_id === experimentId}
                  >
                    <span className={styles['name']}>{each.name}</span>
                    <span className={styles['facts']}>
                      {each.traces !== null && `${count(each.traces)} traces`}
                      {each.last_update_ms !== null && ` · ${ago(each.last_update_ms, Date.now())}`}
                    </span>
                  </MenuItem>
                )}
              </Menu>
            </Autocomplete>
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
