import { X } from 'lucide-react';
import { Button, IconButton } from '../button/Button';
import styles from './Toast.module.css';
import { useToasts } from './toasts';

/** Where toasts are shown, and read out. */
export function ToastRegion() {
  const { all, dismiss } = useToasts();
  return (
    <div className={styles['region']} role="status" aria-live="polite">
      {all.map((toast) => (
        <div key={toast.id} className={styles['toast']} data-tone={toast.tone}>
          <span>{toast.text}</span>
          {toast.action && (
            <Button
              onPress={() => {
                toast.action?.run();
                dismiss(toast.id);
              }}
            >
              {toast.action.label}
            </Button>
          )}
          <IconButton label="Dismiss" onPress={() => dismiss(toast.id)}>
            <X size={14} />
          </IconButton>
        </div>
      ))}
    </div>
  );
}
