import { CircleHelp } from 'lucide-react';
import { useState } from 'react';
import { Kbd } from '../components/badge/Kbd';
import { IconButton } from '../components/button/Button';
import { Dialog } from '../components/dialog/Dialog';
import { useKeyRegistry, useKeys } from '../components/keys/useKeys';
import styles from './Help.module.css';

/** All keys that do something on this page. */
export function Help() {
  const [open, setOpen] = useState(false);
  const groups = useKeyRegistry((state) => state.groups);
  useKeys('Everywhere', [{ keys: 'Shift+?', does: 'Show these keys', run: () => setOpen(true) }]);
  return (
    <>
      <IconButton label="Keyboard shortcuts" shortcut="?" onPress={() => setOpen(true)}>
        <CircleHelp size={16} />
      </IconButton>
      <Dialog title="Keyboard shortcuts" size="l" isOpen={open} onClose={() => setOpen(false)}>
        <div className={styles['groups']}>
          {groups.map((group) => (
            <section key={group.id}>
              <h3>{group.title}</h3>
              <dl className={styles['keys']}>
                {group.bindings.map((binding) => (
                  <div key={binding.keys}>
                    <dt>
                      {words(binding.keys).map((key) => (
                        <Kbd key={key}>{key}</Kbd>
                      ))}
                    </dt>
                    <dd>{binding.does}</dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
        </div>
      </Dialog>
    </>
  );
}

const NAMES: Record<string, string> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  $mod: /Mac/.test(navigator.userAgent) ? '⌘' : 'Ctrl',
  BracketLeft: '[',
  BracketRight: ']',
};

/** `g t` as G, T; `Shift+?` as ?. */
function words(keys: string): readonly string[] {
  return keys.split(' ').map((chord) =>
    chord
      .split('+')
      .filter((key, _, all) => !(key === 'Shift' && (all.at(-1)?.length ?? 0) === 1))
      .map((key) => NAMES[key] ?? key)
      .join(' + '),
  );
}
