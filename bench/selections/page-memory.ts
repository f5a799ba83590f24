/** Growth from the second epoch to the ninth: tensors, GPU buffers, and the heaps of engine and page. */
import type { Browser, Page } from '@playwright/test';
import type { BackendName } from '../../src/core/types.ts';
import { newContext, serveBenchPage } from '../lib/browser.ts';
import { limit, reasonOf } from '../lib/limit.ts';
import type { Outcome } from '../lib/outcome.ts';
import { markdownTable } from '../lib/table.ts';
import type { MemorySample } from '../page/memory.ts';

const EPOCHS = 9;
const FROM_EPOCH = 2;
const LIMIT_S = 300;

interface PageSample extends MemorySample {
  /** Elements in the document. */
  readonly elements: number;
}

interface MemoryRow {
  readonly what: string;
  readonly failure: string | null;
  readonly samples: readonly Partial<PageSample>[];
}

export async function measureMemory(
  browser: Browser,
  productAddress: string,
  backends: readonly BackendName[],
): Promise<Outcome> {
  const site = await serveBenchPage();
  const rows: MemoryRow[] = [];
  try {
    for (const backend of backends) {
      process.stderr.write(`  memory of the engine on ${backend}\n`);
      rows.push(await inPage(browser, `the engine on ${backend}`, (page) => ofEngine(page, site.address, backend)));
    }
    process.stderr.write('  memory of the page\n');
    rows.push(await inPage(browser, 'the page without its worker (wasm)', (page) => ofPage(page, productAddress)));
  } finally {
    await site.close();
  }
  const text = [
    `### Memory after epoch ${FROM_EPOCH} and after epoch ${EPOCHS}`,
    markdownTable<MemoryRow>(
      [
        { title: 'what', value: ({ what }) => what },
        { title: 'tensors', value: growth(({ tensors }) => tensors) },
        { title: 'tensor kB', value: growth(({ tensorBytes }) => kilo(tensorBytes)) },
        { title: 'GPU buffers', value: growth(({ gpuBuffers }) => gpuBuffers) },
        { title: 'GPU kB', value: growth(({ gpuBytes }) => kilo(gpuBytes)) },
        { title: 'heap kB', value: growth(({ heapBytes }) => kilo(heapBytes)) },
        { title: 'elements', value: growth(({ elements }) => elements) },
        { title: 'note', value: ({ failure }) => failure ?? '' },
      ],
      rows,
    ),
  ].join('\n\n');
  return { text, data: rows };
}

const kilo = (bytes: number | null | undefined) => (typeof bytes === 'number' ? Math.round(bytes / 1000) : null);

function growth(of: (sample: Partial<PageSample>) => number | null | undefined) {
  return ({ samples }: MemoryRow): string => {
    const [from, to] = [FROM_EPOCH, EPOCHS].map((epoch) => samples.find((sample) => sample.epoch === epoch));
    const values = [from && of(from), to && of(to)];
    return values.some((value) => typeof value !== 'number') ? '–' : values.join(' → ');
  };
}

async function inPage(
  browser: Browser,
  what: string,
  measure: (page: Page) => Promise<readonly Partial<PageSample>[]>,
): Promise<MemoryRow> {
  const context = await newContext(browser);
  try {
    const page = await context.newPage();
    return { what, failure: null, samples: await limit(measure(page), LIMIT_S, 'The run') };
  } catch (error) {
    return { what, failure: reasonOf(error), samples: [] };
  } finally {
    await context.close();
  }
}

async function ofEngine(page: Page, address: string, backend: BackendName): Promise<readonly MemorySample[]> {
  await page.goto(address);
  await page.waitForFunction(() => 'bench' in window);
  return page.evaluate(
    async ([name, epochs]) => {
      await window.bench.start(name, 'synthetic');
      return window.bench.memory(epochs);
    },
    [backend, EPOCHS] as const,
  );
}

/** With charts, console and a drawing that is predicted during the run. */
async function ofPage(page: Page, address: string): Promise<readonly Partial<PageSample>[]> {
  await page.goto(`${address}?backend=wasm&data=synthetic&weights=random&layers=32&batch=16&epochs=${EPOCHS}`);
  return page.evaluate(async () => {
    while (!('softmaxLive' in window)) await new Promise((resolve) => setTimeout(resolve, 50));
    const { softmaxLive } = window;
    await softmaxLive.ready;
    await softmaxLive.draw([[[0.5, 0.2], [0.5, 0.8]]]); // prettier-ignore
    const { gc } = globalThis as { readonly gc?: () => void };
    const samples: { epoch: number; heapBytes: number | null; elements: number }[] = [];
    softmaxLive.on('epoch', ({ epoch }) => {
      gc?.();
      const { memory } = performance as { readonly memory?: { readonly usedJSHeapSize: number } };
      const heapBytes = (gc && memory?.usedJSHeapSize) ?? null;
      samples.push({ epoch, heapBytes, elements: document.getElementsByTagName('*').length });
    });
    await softmaxLive.train();
    return samples;
  });
}
