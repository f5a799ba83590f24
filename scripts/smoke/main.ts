/**
 * `npm run smoke`: the production build in Firefox and WebKit, as far as this machine has them. Shows that the page
 * starts, learns and answers there; everything else is tested in Chromium. Installs nothing.
 */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as v from 'valibot';
import { encodeDrawing } from '../../src/core/drawing-code.ts';
import { messageOf } from '../../src/core/message-of.ts';
import type { Stroke } from '../../src/core/types.ts';
import { addCounts, failed, PASSED, saveCounts, skipped, summaryLine, type Counts } from '../lib/counts.ts';
import { ROOT } from '../lib/paths.ts';
import { openStaticHost } from '../lib/static-host.ts';
import { waitFor, SCRIPT_LIMIT_MS, type Driver, type SmokeBrowser } from './driver.ts';
import { firefox } from './firefox.ts';
import { prepareSite } from './site.ts';
import { webkit } from './webkit.ts';

const SMALL = 'data=synthetic&layers=32&batch=64&epochs=1&lr=0.05&weights=random&lang=en';
const ONE: readonly Stroke[] = [Array.from({ length: 9 }, (_, i) => [0.53 - 0.0075 * i, 0.18 + 0.08 * i])];

const STATE = v.object({ state: v.string(), backend: v.nullable(v.string()), path: v.nullable(v.string()) });
const SCORE = v.object({ accuracy: v.number() });
const NOTES = v.array(v.string());
const HEARD = v.array(
  v.looseObject({ type: v.string(), state: v.optional(v.string()), digit: v.optional(v.number()) }),
);

const CHECKS: Readonly<Record<string, (driver: Driver, site: string) => Promise<string>>> = {
  async 'the page opens and its engine is ready'(driver, site) {
    await driver.open(`${site}?${SMALL}`);
    await driver.evaluate('softmaxLive.ready');
    const { backend, path: training } = v.parse(STATE, await driver.evaluate('softmaxLive.state()'));
    assert.notEqual(backend, null);
    return `${backend}, ${training}`;
  },
  async 'it learns the built-in digits'(driver) {
    await driver.evaluate('softmaxLive.train()');
    const { state } = v.parse(STATE, await driver.evaluate('softmaxLive.state()'));
    assert.equal(state, 'finished');
    const { accuracy } = v.parse(SCORE, await driver.evaluate('softmaxLive.evaluate()'));
    assert.ok(accuracy > 0.8, `only ${accuracy} right`);
    return `${(100 * accuracy).toFixed(1)} % right`;
  },
  async 'it reads a digit that is drawn'(driver) {
    const digit = await driver.evaluate(`new Promise((resolve) => {
      softmaxLive.on('prediction', ({ digit }) => resolve(digit));
      void softmaxLive.draw(${JSON.stringify(ONE)});
    })`);
    assert.equal(digit, 1);
    return 'a one';
  },
  async 'the page offers to resume the run after a reload'(driver, site) {
    await driver.open(`${site}?${SMALL}`);
    const offer = `document.querySelector('[data-testid=saved-run]')?.innerText ?? null`;
    const text = await waitFor(() => driver.evaluate(offer), SCRIPT_LIMIT_MS, 'the offer');
    return JSON.stringify(text);
  },
  async 'the page logged no error and no warning'(driver) {
    assert.deepEqual(v.parse(NOTES, await driver.evaluate('window.smokeNotes')), []);
    return 'no error, no warning';
  },
  async 'in a sandboxed frame it learns and reads a digit'(driver, site) {
    await driver.open(`${site}post.html`);
    const hears = (type: string, wanted: object) =>
      waitFor(
        async () => {
          const heard = v.parse(HEARD, await driver.evaluate('heard'));
          const entries = Object.entries(wanted);
          const found = heard.findLast((message) => message.type === type);
          return found && entries.every(([key, value]) => found[key] === value) ? found : null;
        },
        SCRIPT_LIMIT_MS,
        `${type} ${JSON.stringify(wanted)}`,
      );
    await hears('ready', {});
    await driver.evaluate(`document.querySelector('#live').contentWindow
      .postMessage({ target: 'softmax-live', type: 'train' }, '*')`);
    await hears('state', { state: 'finished' });
    await hears('prediction', { digit: 1 });
    assert.deepEqual(v.parse(NOTES, await driver.evaluate('notes')), []);
    return 'a one';
  },
};

const build = path.resolve(process.argv[2] ?? path.join(ROOT, 'dist'));
if (!existsSync(path.join(build, 'index.html'))) throw new Error(`${build} has no build: npm run build`);

const scratch = mkdtempSync(path.join(tmpdir(), 'softmax-live-smoke-'));
prepareSite(build, scratch, `embed=1&${SMALL}&drawing=${encodeDrawing(ONE)}`);
const host = await openStaticHost({ files: scratch, folder: '/blog/softmax-live/' });
try {
  const counts: Counts[] = [];
  for (const browser of [firefox, webkit]) counts.push(await smoke(browser));
  const total = addCounts(counts);
  saveCounts(total);
  console.log(summaryLine(total));
  process.exitCode = total.failed.length > 0 ? 1 : 0;
} finally {
  await host.close();
  rmSync(scratch, { recursive: true, force: true });
}

/** Each check builds on the one before: the first that fails ends them. */
async function smoke(browser: SmokeBrowser): Promise<Counts> {
  const { name } = browser;
  const missing = browser.missing();
  if (missing !== null) {
    console.log(`skipped: ${missing}`);
    return skipped(`smoke test in ${name}`, missing);
  }
  let passed: Counts = addCounts([]);
  let check = 'it starts';
  let driver: Driver | null = null;
  try {
    driver = await browser.start();
    for (const [title, run] of Object.entries(CHECKS)) {
      check = title;
      console.log(`${name}: ${title}: ${await run(driver, host.address)}`);
      passed = addCounts([passed, PASSED]);
    }
    return passed;
  } catch (error) {
    console.error(`${name}: ${check}: FAILED`);
    console.error(error);
    if (driver) console.error(await driver.evaluate('window.smokeNotes ?? window.notes').catch(String));
    return addCounts([passed, failed(`${name}: ${check}`, messageOf(error))]);
  } finally {
    await driver?.close();
  }
}
