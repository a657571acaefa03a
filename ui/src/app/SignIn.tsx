import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Input, Label, TextField } from 'react-aria-components';
import { ApiError, token } from '../api/client';
import { Button } from '../components/button/Button';
import { Dialog } from '../components/dialog/Dialog';
import styles from './SignIn.module.css';

/** Asks for a token as soon as the server has refused a request for want of one. */
export function SignIn() {
  const queries = useQueryClient();
  const [refused, setRefused] = useState<string | null>(null);
  const [value, setValue] = useState('');
  useEffect(
    () =>
      queries.getQueryCache().subscribe((event) => {
        const error = event.query.state.error;
        if (event.type === 'updated' && error instanceof ApiError && error.status === 401) {
          setRefused(error.message);
        }
      }),
    [queries],
  );
  const enter = () => {
    token.set(value.trim());
    setRefused(null);
    void queries.resetQueries();
  };
  return (
    <Dialog
      title="This server wants a token"
      size="s"
      isOpen={refused !== null}
      onClose={() => setRefused(null)}
      actions={
        <Button look="primary" isDisabled={value.trim() === ''} onPress={enter}>
          Sign in
        </Button>
      }
    >
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault();
          enter();
        }}
      >
        <p>{refused}</p>
        <TextField value={value} onChange={setValue} type="password" autoFocus>
          <Label>Token</Label>
          <Input className={styles['input'] ?? ''} autoComplete="off" />
        </TextField>
        <p className={styles['hint']}>
          Who runs the server makes one with <code>spanloom token create</code>. It is kept in this
          tab until it is closed.
        </p>
      </form>
    </Dialog>
  );
}
