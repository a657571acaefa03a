import { Fold } from '../../../components/fold/Fold';
import { Plain } from '../../../components/text/Plain';
import type { Tool } from '../../../lib/chat/conversation';
import { count } from '../../../lib/format/format';
import styles from './Chat.module.css';
import { Json } from './Json';

/** The tools that the model could call. */
export function ToolsView({ tools }: { readonly tools: readonly Tool[] }) {
  const names = tools.map(({ name }) => name).join(', ');
  return (
    <Fold title={`${count(tools.length)} ${tools.length === 1 ? 'tool' : 'tools'}: ${names}`}>
      {() => (
        <ul className={styles['tools']}>
          {tools.map((tool, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- two tools may have one name
            <li key={index} className={styles['card']}>
              <strong>
                <Plain text={tool.name} />
              </strong>
              {tool.description && (
                <p className={styles['description']}>
                  <Plain text={tool.description} />
                </p>
              )}
              <Json value={tool.definition} label={`Definition of ${tool.name}`} find="" />
            </li>
          ))}
        </ul>
      )}
    </Fold>
  );
}
