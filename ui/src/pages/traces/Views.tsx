import { useQuery } from '@tanstack/react-query';
import { Bookmark, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { Link } from 'wouter';
import { observedKeys } from '../../api/queries';
import { Button, IconButton } from '../../components/button/Button';
import { CopyButton } from '../../components/copy/CopyButton';
import { toast } from '../../components/toast/toasts';
import { usePreference } from '../../components/usePreference';
import { basePath } from '../../components/useUrlState';
import { toTraces } from '../../lib/urls/paths';
import type { TracesView } from '../../lib/urls/views';
import { builtinViews, type NamedView } from './builtinViews';
import styles from './Views.module.css';

interface ViewsProps {
  readonly experimentId: string;
  /** What is shown now, as a link says it. */
  readonly view: TracesView;
}

const NONE: readonly NamedView[] = [];

/** Named questions: query, time, columns and order. Each is a link. */
export function Views({ experimentId, view }: ViewsProps) {
  const feedback = useQuery({
    queryKey: ['observed', experimentId, 'keys', 'feedback', ''],
    queryFn: ({ signal }) => observedKeys(experimentId, 'feedback', '', signal),
  });
  const [saved, setSaved] = usePreference(`traces.views.${experimentId}`, NONE);
  const [name, setName] = useState('');
  const given = name.trim();
  const taken = saved.some((each) => each.name === given);
  const save = () => {
    setSaved([...saved.filter((each) => each.name !== given), { name: given, view }]);
    setName('');
    toast(`The view “${given}” is kept in this browser.`);
  };
  const remove = (gone: NamedView) => {
    setSaved(saved.filter((each) => each !== gone));
    toast(`The view “${gone.name}” is gone.`, {
      action: { label: 'Undo', run: () => setSaved(saved) },
    });
  };
  return (
    <DialogTrigger>
      <Button aria-label="Views">
        <Bookmark size={14} />
        <span className={styles['word']}>Views</span>
      </Button>
      <Popover className={styles['popover'] ?? ''} offset={4} placement="bottom end">
        <Dialog aria-label="Views" className={styles['dialog'] ?? ''}>
          {({ close }) => (
            <>
              <ul className={styles['list']}>
                {builtinViews((feedback.data ?? []).map(({ value }) => value)).map((each) => (
                  <li key={each.name}>
                    <Link
                      href={toTraces(experimentId, each.view)}
                      onClick={close}
                      className={styles['view'] ?? ''}
                    >
                      {each.name}
                    </Link>
                  </li>
                ))}
              </ul>
              <h3 className={styles['heading']}>Saved</h3>
              {saved.length === 0 && <p className={styles['note']}>None yet.</p>}
              <ul className={styles['list']}>
                {saved.map((each) => (
                  <li key={each.name}>
                    <Link
                      href={toTraces(experimentId, each.view)}
                      onClick={close}
                      className={styles['view'] ?? ''}
                    >
                      {each.name}
                    </Link>
                    <CopyButton
                      label={`Copy the link to ${each.name}`}
                      text={() =>
                        window.location.origin + basePath() + toTraces(experimentId, each.view)
                      }
                    />
                    <IconButton label={`Delete ${each.name}`} onPress={() => remove(each)}>
                      <Trash2 size={13} />
                    </IconButton>
                  </li>
                ))}
              </ul>
              <form
                className={styles['form']}
                onSubmit={(event) => {
                  event.preventDefault();
                  if (given !== '') save();
                }}
              >
                <input
                  aria-label="Name of the view"
                  placeholder="Name what is shown now"
                  value={name}
                  onChange={(event) => setName(event.target.value)}
                />
                <Button type="submit" look="primary" isDisabled={given === ''}>
                  {taken ? 'Replace' : 'Save'}
                </Button>
              </form>
              <p className={styles['note']}>
                A view keeps the query, the time, the columns and the order.
              </p>
            </>
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
