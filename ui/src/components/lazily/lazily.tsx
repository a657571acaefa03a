import {
  type ComponentType,
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useState,
} from 'react';

const Fallback = createContext<ReactNode>(null);

interface AwaitingProps {
  /** What stands in the place of what is on its way. */
  readonly fallback: ReactNode;
  readonly children: ReactNode;
}

/** Says what is shown as long as a part below, made by `lazily`, is on its way. */
export function Awaiting({ fallback, children }: AwaitingProps) {
  return <Fallback value={fallback}>{children}</Fallback>;
}

type Lazily<P> = ComponentType<P> & {
  /** Loads it, for when it is wanted. */
  preload(): void;
};

/**
 * A component whose script comes when it is first shown, and at once from then on. Unlike React's `lazy`, which keeps a fallback that it
 * has shown for 300 ms, whatever has come meanwhile.
 */
export function lazily<P extends object>(
  load: () => Promise<{ readonly default: ComponentType<P> }>,
): Lazily<P> {
  let loaded: ComponentType<P> | null = null;
  let loading: Promise<ComponentType<P>> | null = null;
  const get = () =>
    (loading ??= load().then(
      (module) => (loaded = module.default),
      (error: unknown) => {
        loading = null; // the network may come back
        throw error;
      },
    ));

  function Shown(props: P) {
    const fallback = useContext(Fallback);
    const [Part, setPart] = useState<ComponentType<P> | null>(() => loaded);
    const [failed, setFailed] = useState<Error | null>(null);
    useEffect(() => {
      let wanted = true;
      if (Part === null) {
        get().then(
          (part) => wanted && setPart(() => part),
          (error: unknown) =>
            wanted && setFailed(new Error('a part of the page', { cause: error })),
        );
      }
      return () => {
        wanted = false;
      };
    }, [Part]);
    if (failed) throw failed;
    return Part === null ? fallback : <Part {...props} />;
  }
  return Object.assign(Shown, { preload: () => void get().catch(() => undefined) });
}
