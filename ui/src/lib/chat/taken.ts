export type Fields = Record<string, unknown>;

export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** An object of which fields are taken one after the other; what is left is told at the end, so that nothing is lost. */
export class Taken {
  private readonly taken = new Set<string>();

  constructor(private readonly fields: Fields) {}

  /** The first of these fields that is there. */
  take(...names: readonly string[]): unknown {
    for (const name of names) {
      if (!this.taken.has(name) && Object.hasOwn(this.fields, name)) {
        const value = this.fields[name];
        if (value !== null && value !== undefined) {
          this.taken.add(name);
          return value;
        }
      }
    }
    return undefined;
  }

  /** A field that is a text; any other value of it stays. */
  text(...names: readonly string[]): string | null {
    for (const name of names) {
      if (typeof this.fields[name] === 'string' && Object.hasOwn(this.fields, name)) {
        this.taken.add(name);
        return this.fields[name];
      }
    }
    return null;
  }

  /** A field that is one of these values; any other value of it stays. */
  oneOf<V extends string | boolean>(name: string, ...values: readonly V[]): V | null {
    const value = Object.hasOwn(this.fields, name)
      ? values.find((one) => one === this.fields[name])
      : undefined;
    if (value === undefined) return null;
    this.taken.add(name);
    return value;
  }

  /** A field that is a number; any other value of it stays. */
  number(name: string): number | null {
    const value = Object.hasOwn(this.fields, name) ? this.fields[name] : null;
    if (typeof value !== 'number') return null;
    this.taken.add(name);
    return value;
  }

  /** A field that is an object; any other value of it stays. */
  object(...names: readonly string[]): Taken | null {
    for (const name of names) {
      const value = Object.hasOwn(this.fields, name) ? this.fields[name] : null;
      if (isObject(value)) {
        this.taken.add(name);
        return new Taken(value);
      }
    }
    return null;
  }

  list(...names: readonly string[]): readonly unknown[] | null {
    for (const name of names) {
      const value = Object.hasOwn(this.fields, name) ? this.fields[name] : null;
      if (Array.isArray(value)) {
        this.taken.add(name);
        return value as readonly unknown[];
      }
    }
    return null;
  }

  has(name: string): boolean {
    return Object.hasOwn(this.fields, name);
  }

  /** What has not been taken, but empty values. */
  rest(): readonly (readonly [string, unknown])[] {
    return Object.entries(this.fields).filter(
      ([name, value]) => !this.taken.has(name) && !isEmpty(value),
    );
  }
}

export function isEmpty(value: unknown): boolean {
  return (
    value === null ||
    value === undefined ||
    value === '' ||
    (typeof value === 'object' && Object.keys(value).length === 0)
  );
}
