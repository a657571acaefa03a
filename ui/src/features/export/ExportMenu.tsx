import { Download } from 'lucide-react';
import { Text } from 'react-aria-components';
import { Button } from '../../components/button/Button';
import { Menu, MenuItem } from '../../components/menu/Menu';
import styles from './ExportMenu.module.css';
import { type ExportFormat, EXPORTS, exportTrace } from './exportTrace';

/** Downloads a trace in a format of the reader's choice. */
export function ExportMenu({ traceId }: { readonly traceId: string }) {
  return (
    <Menu
      label="Export the trace"
      trigger={
        <Button>
          <Download size={14} aria-hidden="true" />
          Export
        </Button>
      }
      onAction={(key) => void exportTrace(traceId, key as ExportFormat)}
    >
      {EXPORTS.map(({ format, name, about }) => (
        <MenuItem key={format} id={format} textValue={name}>
          <span className={styles['words']}>
            <Text slot="label">{name}</Text>
            <Text slot="description" className={styles['about'] ?? ''}>
              {about}
            </Text>
          </span>
        </MenuItem>
      ))}
    </Menu>
  );
}
