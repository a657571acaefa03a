import { FileTrigger } from 'react-aria-components';
import { useLocation } from 'wouter';
import { Button } from '../../components/button/Button';
import { open } from './openedFile';

/** Asks for a file of traces and shows it. */
export function OpenButton({ primary = false }: { readonly primary?: boolean }) {
  const [, navigate] = useLocation();
  return (
    <FileTrigger
      onSelect={(files) => {
        const file = files?.[0];
        if (!file) return;
        void open(file);
        navigate('/file');
      }}
    >
      <Button look={primary ? 'primary' : 'plain'}>Open a file</Button>
    </FileTrigger>
  );
}
