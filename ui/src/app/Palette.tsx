import { Search } from 'lucide-react';
import { useState } from 'react';
import {
  Autocomplete,
  Dialog,
  Input,
  Menu,
  MenuItem,
  Modal,
  ModalOverlay,
  SearchField,
  useFilter,
} from 'react-aria-components';
import { useLocation } from 'wouter';
import { resolveId } from '../api/queries';
import { Kbd } from '../components/badge/Kbd';
import { Button } from '../components/button/Button';
import { type Command, useCommandRegistry, useCommands } from '../components/commands/useCommands';
import { useKeys } from '../components/keys/useKeys';
import { toast } from '../components/toast/toasts';
import { looksLikeId } from '../lib/ids/ids';
import { toCompare, toOverview, toSessions, toTrace, toTraces } from '../lib/urls/paths';
import styles from './Palette.module.css';

/** Finds whatever can be done here, and opens a trace by its id in any form. */
export function Palette({ experimentId }: { readonly experimentId: string | null }) {
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const [, navigate] = useLocation();
  const { contains } = useFilter({ sensitivity: 'base' });
  const sets = useCommandRegistry((state) => state.sets);
  const show = (to: string) => () => navigate(to);
  const pages: readonly Command[] =
    experimentId === null
      ? []
      : [
          {
            id: 'go.traces',
            title: 'Go to traces',
            shortcut: 'g t',
            run: show(toTraces(experimentId)),
          },
          {
            id: 'go.sessions',
            title: 'Go to sessions',
            shortcut: 'g s',
            run: show(toSessions(experimentId)),
          },
          {
            id: 'go.overview',
            title: 'Go to overview',
            shortcut: 'g o',
            run: show(toOverview(experimentId)),
          },
          {
            id: 'go.compare',
            title: 'Compare two traces',
            shortcut: 'g c',
            run: show(toCompare(experimentId, {})),
          },
        ];
  useCommands(pages);
  useKeys('Everywhere', [
    { keys: '$mod+k', does: 'Find a command, or open a trace by its id', run: () => setOpen(true) },
    ...pages.map((page) => ({ keys: page.shortcut ?? '', does: page.title, run: page.run })),
  ]);
  const openId = async (id: string) => {
    try {
      const found = await resolveId(id);
      navigate(
        toTrace(found.experiment_id, found.trace_id, found.span_id ? { span: found.span_id } : {}),
      );
    } catch (e) {
      toast(e instanceof Error ? e.message : String(e), { tone: 'error' });
    }
  };
  const id = typed.trim();
  const commands = [
    ...(looksLikeId(id)
      ? [{ id: 'open.id', title: `Open the trace of ${id}`, run: () => void openId(id) }]
      : []),
    ...sets.flatMap((set) => set.commands),
  ];
  return (
    <>
      <Button look="quiet" aria-label="Command palette" onPress={() => setOpen(true)}>
        <Search size={15} />
        <Kbd>{/Mac/.test(navigator.userAgent) ? '⌘K' : 'Ctrl K'}</Kbd>
      </Button>
      <ModalOverlay
        isOpen={open}
        onOpenChange={setOpen}
        isDismissable
        className={styles['overlay'] ?? ''}
      >
        <Modal className={styles['modal'] ?? ''}>
          <Dialog aria-label="Command palette" className={styles['dialog'] ?? ''}>
            <Autocomplete filter={contains} inputValue={typed} onInputChange={setTyped}>
              <SearchField
                aria-label="Command or trace id"
                autoFocus
                className={styles['field'] ?? ''}
              >
                <Input placeholder="Type a command, or paste a trace id" />
              </SearchField>
              <Menu
                aria-label="Commands"
                items={commands}
                className={styles['list'] ?? ''}
                renderEmptyState={() => <p className={styles['none']}>Nothing of that name</p>}
                onAction={(key) => {
                  setOpen(false);
                  setTyped('');
                  commands.find((command) => command.id === key)?.run();
                }}
              >
                {(command) => (
                  <MenuItem
                    id={command.id}
                    textValue={command.title}
                    className={styles['item'] ?? ''}
                  >
                    <span>{command.title}</span>
                    {command.shortcut && <Kbd>{command.shortcut}</Kbd>}
                  </MenuItem>
                )}
              </Menu>
            </Autocomplete>
          </Dialog>
        </Modal>
      </ModalOverlay>
    </>
  );
}
