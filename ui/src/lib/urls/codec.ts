/** Turns the state of a page that can be shared into the search of a URL and back. */
export interface Codec<T> {
  encode(state: T): string;
  decode(search: string): T;
}

interface Param<V> {
  /** Null or an empty text: left out. */
  write(value: V): string | null;
  read(text: string | null): V;
}

export const text: Param<string> = {
  write: (value) => value,
  read: (given) => given ?? '',
};

export const optionalText: Param<string | null> = {
  write: (value) => value,
  read: (given) => given || null,
};

/** Texts with commas between; a comma within one is written as `%2C` twice over. */
export const list: Param<readonly string[]> = {
  write: (values) => values.map(encodeURIComponent).join(','),
  read: (given) => (given ? given.split(',').map(decode) : []),
};

export const optionalNumber: Param<number | null> = {
  write: (value) => (value === null ? null : String(value)),
  read: (given) => {
    const value = given === null || given.trim() === '' ? Number.NaN : Number(given);
    return Number.isFinite(value) ? value : null;
  },
};

export function oneOf<V extends string>(otherwise: V, ...others: readonly V[]): Param<V> {
  return {
    write: (value) => (value === otherwise ? null : value),
    read: (given) => others.find((value) => value === given) ?? otherwise,
  };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** A codec with a parameter for each field; what has its default is left out. */
export function codec<T extends object>(params: {
  readonly [K in keyof T]: Param<T[K]>;
}): Codec<T> {
  const names = Object.keys(params) as (keyof T & string)[];
  return {
    encode(state) {
      const search = new URLSearchParams();
      for (const name of names) {
        const value = params[name].write(state[name]);
        if (value) search.set(name, value);
      }
      const all = search.toString();
      return all && '?' + all;
    },
    decode(search) {
      const given = new URLSearchParams(search);
      return Object.fromEntries(
        names.map((name) => [name, params[name].read(given.get(name))]),
      ) as T;
    },
  };
}
