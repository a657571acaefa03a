import { expect, SHOP, test, traceId } from './fixtures';

/** A server with tokens, below a path: the second one that browser-tests starts. */
const url = process.env['SPANLOOM_GUARDED_URL'] ?? 'http://127.0.0.1:5001/team/traces';
const token = process.env['SPANLOOM_GUARDED_TOKEN'] ?? '';

test.describe('a server with tokens, below a path', () => {
  test.use({ baseURL: url, experiments: {} });

  test('asks for a token once, and keeps it for the tab', async ({ page }) => {
    await page.goto(url + '/experiments/0/traces');
    const dialog = page.getByRole('dialog', { name: 'This server wants a token' });
    await dialog.getByLabel('Token').fill('wrong');
    await dialog.getByRole('button', { name: 'Sign in' }).click();
    await expect(dialog).toBeVisible();
    await dialog.getByLabel('Token').fill(token);
    await dialog.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('grid').getByRole('row').nth(1)).toBeVisible();
    await page.reload();
    await expect(page.getByRole('grid').getByRole('row').nth(1)).toBeVisible();
    await expect(dialog).toBeHidden();
    await expect(page.getByText('Live', { exact: true })).toBeVisible();
  });

  test('links, pages and files stand below the path', async ({ page }) => {
    await page.addInitScript((value) => sessionStorage.setItem('spanloom.token', value), token);
    await page.goto(`${url}/traces/${traceId(SHOP, 3)}`);
    await expect(page.getByRole('treegrid').getByRole('row', { name: /chat/ })).toBeVisible();
    expect(page.url()).toContain(url + '/experiments/0/traces/');
    await page.getByRole('link', { name: 'Sessions' }).click();
    await expect(page).toHaveURL(url + '/experiments/0/sessions');
    await expect(page.getByRole('link', { name: 'session-39' })).toBeVisible();
  });

  test('nothing is offered that a token to read is not good for', async ({ page }) => {
    await page.addInitScript((value) => sessionStorage.setItem('spanloom.token', value), token);
    await page.goto(`${url}/traces/${traceId(SHOP, 3)}?tab=feedback`);
    await expect(page.getByText('Your token may not give feedback')).toBeVisible();
    await expect(page.getByRole('button', { name: /^Export/ })).toBeVisible();
    await expect(page.getByRole('button', { name: 'More' })).toBeHidden();
    await page.goto(url + '/experiments/0/traces');
    await page.getByRole('grid').getByRole('checkbox').nth(1).click();
    const bar = page.getByRole('toolbar', { name: 'Selected traces' });
    await expect(bar.getByRole('button', { name: 'Export' })).toBeVisible();
    await expect(bar.getByRole('button', { name: 'Delete' })).toBeHidden();
    await expect(bar.getByRole('button', { name: 'Tag' })).toBeHidden();
  });
});
