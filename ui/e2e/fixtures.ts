import { test as base, type Page } from '@playwright/test';

export { type APIRequestContext, expect, type Locator, type Page } from '@playwright/test';

/** The traces of the seeded store (browser-tests/…/SeededStore.java), by set and number. */
export function traceId(set: number, number: number): string {
  return 'tr-' + set.toString(16).padStart(16, '0') + number.toString(16).padStart(16, '0');
}

export const SHOP = 1;
export const LARGE = 2;
export const ODD = 3;
export const HOSTILE = 4;
export const MANY = 5;

interface Fixtures {
  /** The ids of the seeded experiments by their names. */
  readonly experiments: Readonly<Record<string, string>>;
  /** What a page must never do: it is empty at the end of each test. */
  readonly offences: string[];
}

/**
 * A test of a page. It fails, besides by what it says itself, when the page asks another origin for anything, breaks its Content-Security-Policy,
 * or throws.
 */
export const test = base.extend<Fixtures>({
  experiments: async ({ request }, use) => {
    const answer = await request.get('/ui-api/1/experiments');
    const { experiments } = (await answer.json()) as {
      experiments: { experiment_id: string; name: string }[];
    };
    await use(Object.fromEntries(experiments.map((each) => [each.name, each.experiment_id])));
  },
  offences: [
    async ({ page, baseURL }, use) => {
      const offences: string[] = [];
      await watch(page, new URL(baseURL ?? '').origin, offences);
      await use(offences);
      if (offences.length > 0) {
        throw new Error('the page did what it must not:\n' + offences.join('\n'));
      }
    },
    { auto: true },
  ],
});

async function watch(page: Page, origin: string, offences: string[]): Promise<void> {
  page.on('pageerror', (error) => offences.push('threw ' + error.message));
  page.on('request', (request) => {
    const url = request.url();
    if (/^(https?|wss?):/.test(url) && new URL(url).origin !== origin) {
      offences.push('asked ' + url);
    }
  });
  await page.exposeFunction('tellOffence', (what: string) => offences.push(what));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const tell = (window as unknown as { tellOffence: (what: string) => void }).tellOffence;
      tell(`broke ${event.violatedDirective} by ${event.blockedURI || event.sample}`);
    });
  });
}
