/** `npm run check`: format, lint and types in turn, beside the unit tests. Their output follows when both have ended. */
import { npmRun } from './lib/npm-run.ts';

const [unit, others] = await Promise.all([npmRun('unit'), inTurn(['format:check', 'lint', 'types'])]);
console.log(others.map(({ output }) => output).join(''));
process.exitCode = [unit, ...others].every(({ ok }) => ok) ? 0 : 1;

async function inTurn(scripts: readonly string[]) {
  const runs = [];
  // oxlint-disable-next-line no-await-in-loop -- the unit tests take the other core
  for (const script of scripts) runs.push(await npmRun(script, { hold: true }));
  return runs;
}
