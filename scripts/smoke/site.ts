/**
 * The site of the smoke test: a copy of the build without MNIST, with a script that records errors and warnings, and a
 * post with the page in a sandboxed frame. WebDriver does not report the console.
 */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const HEAD = /<meta charset="utf-8" \/>/;

const NOTES = `(function () {
  var notes = (window.smokeNotes = []);
  function note(text) {
    notes.push(text);
    if (parent !== window) parent.postMessage({ source: 'smoke', text: text }, '*');
  }
  addEventListener('error', function (event) {
    note('error: ' + (event.message || (event.target && (event.target.src || event.target.href))));
  }, true);
  addEventListener('unhandledrejection', function (event) { note('unhandled: ' + event.reason); });
  document.addEventListener('securitypolicyviolation', function (event) {
    note('policy: ' + event.violatedDirective + ' ' + event.blockedURI);
  });
  ['error', 'warn'].forEach(function (level) {
    var say = console[level];
    console[level] = function () {
      note(level + ': ' + Array.prototype.map.call(arguments, String).join(' '));
      say.apply(console, arguments);
    };
  });
})();
`;

const POST_SCRIPT = `var heard = [], notes = [];
addEventListener('message', function (event) {
  if (event.data.source === 'smoke') notes.push(event.data.text);
  else heard.push(event.data);
});
`;

/** Writes the site to `to`; `frameQuery` is the query of the sandboxed frame in `post.html`. */
export function prepareSite(build: string, to: string, frameQuery: string): void {
  cpSync(build, to, { recursive: true, filter: (file) => path.relative(build, file).split(path.sep)[0] !== 'mnist' });
  const page = path.join(to, 'index.html');
  const html = readFileSync(page, 'utf8');
  if (!HEAD.test(html)) throw new Error(`${page} does not begin as expected`);
  writeFileSync(page, html.replace(HEAD, '$&<script src="./smoke-notes.js"></script>'));
  writeFileSync(path.join(to, 'smoke-notes.js'), NOTES);
  writeFileSync(path.join(to, 'post.js'), POST_SCRIPT);
  const source = `./?${frameQuery.replaceAll('&', '&amp;')}`;
  writeFileSync(
    path.join(to, 'post.html'),
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>A post</title><script src="./post.js"></script>
<iframe id="live" sandbox="allow-scripts" src="${source}" title="live" width="720" height="900"></iframe></html>\n`,
  );
}
