// Before the first paint: sets the theme, the language and the embedding that the URL asks for, then starts the page's
// scripts, which read the same parameters again and check them. A file of its own and not a module: it has to run at
// once, and a strict content policy allows no inline script. Hosts that optimise pages may still run it late, as a
// module or twice: it depends neither on its own element nor on an event that may have passed.
(function () {
  var query = parameters();
  var root = document.documentElement;
  // What shell.css shows depends on this: 'waiting', 'loading' or 'failed'.
  if (root.dataset.start) return;
  root.dataset.start = 'loading';
  // Firefox runs this script where the page is opened as a file.
  if (location.protocol !== 'file:') root.dataset.served = '';
  var embedded = ['1', 'true', 'yes', 'on'].indexOf(plain(value('embed'))) >= 0;
  var theme = plain(value('theme'));
  if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  if (embedded) root.dataset.embed = '';
  // The build puts the languages here, and where the page's script, its imports and the catalogues are. In development
  // the HTML loads the script.
  var files = document.querySelector('meta[name="softmax-live"]').dataset;
  var languages = files.languages.split(' ');
  var language = [plain(value('lang')), value('lang').trim()].concat(navigator.languages).map(spoken).filter(Boolean)[0];
  if (language) root.lang = language;
  if (!files.app) return;
  // From here on only what the policy allows. Without an origin, in a sandbox, 'self' may match no host.
  var own = self.origin === 'null' ? location.origin : "'self'";
  add('meta', { httpEquiv: 'Content-Security-Policy', content: files.policy.split("'self'").join(own) });
  var catalogues = files.catalogues.split(' ');
  var imports = files.imports.split(' ').concat(catalogues[catalogues.indexOf(root.lang) + 1]).filter(Boolean);
  // In another page nothing is fetched until the frame can be seen, or nearly, where browsers report that.
  var waits = embedded && window.parent !== window && 'IntersectionObserver' in window;
  var failed = false;
  document.addEventListener('visibilitychange', showState);
  showState();
  window.addEventListener('error', repeatStyles, true);
  if (!waits) imports.forEach(preload);
  // An observer has the page laid out. Before its styles are there that would be a second layout, and a shift.
  if (waits && document.readyState !== 'complete') window.addEventListener('load', startWhenSeen);
  else if (waits) startWhenSeen();
  else if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start);
  else start();

  // The same as `queryText` and `readQuery` in src/app/query.ts.
  function parameters() {
    var escapedFragment = /^#(?:0*38|x26);/i.test(location.hash);
    var text = escapedFragment ? location.search + location.hash : location.search;
    return new URLSearchParams(text.replace(/([?&])(?:(?:amp|(?:#|%23)(?:0*38|x26))(?:;|%3b))+/gi, '$1'));
  }

  function value(name) {
    var otherNames = { embedded: 'embed', language: 'lang', locale: 'lang' };
    var found = query.get(name);
    query.forEach(function (text, written) {
      var word = plain(written);
      if (found === null && (word === name || otherNames[word] === name)) found = text;
    });
    return found || '';
  }

  // The same as `plainWord` in src/core/plain-word.ts.
  function plain(text) {
    return text
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[^a-z0-9]/g, '');
  }

  // The same as `spokenLanguage` in src/i18n/catalogues.ts.
  function spoken(tag) {
    return languages.filter(function (language) {
      return (tag.replace(/_/g, '-') + '-').toLowerCase().indexOf((language + '-').toLowerCase()) === 0;
    })[0];
  }

  // shell.css counts the seconds until it shows that the page has not started, but not while the page is hidden or
  // prerendered.
  function showState() {
    root.dataset.start = failed ? 'failed' : waits || document.hidden ? 'waiting' : 'loading';
  }

  function preload(file) {
    add('link', { rel: 'modulepreload', crossOrigin: '', href: file });
  }

  function startWhenSeen() {
    new IntersectionObserver(
      function (entries, observer) {
        var seen = entries.some(function (entry) {
          return entry.isIntersecting;
        });
        if (!seen) return;
        observer.disconnect();
        waits = false;
        showState();
        imports.forEach(preload);
        start();
      },
      { rootMargin: '300px' },
    ).observe(root);
  }

  // One after the other, in the order in which they import each other, so that each runs in a task of its own and a
  // slow phone answers in between. As imports of one script they would all run in one task.
  function start() {
    if (isOutdated()) return failOutdated();
    var scripts = imports.concat(files.app).map(function (file) {
      return add('script', { type: 'module', crossOrigin: '', async: false, onerror: fail, src: file });
    });
    // A browser that is too old fails while it reads them, or has no modules at all.
    window.addEventListener('error', function (event) {
      var own = scripts.some(function (script) {
        return script.src === event.filename;
      });
      if (own) fail();
    });
    if (!('noModule' in scripts[0])) fail();
  }

  // What the page cannot do without, besides syntax. Every supported browser has it (scripts/lib/oldest-browsers.ts).
  function isOutdated() {
    return ![
      self.AbortController,
      self.HTMLDialogElement,
      self.IntersectionObserver,
      self.MessageChannel,
      self.ResizeObserver,
      self.structuredClone,
      root.replaceChildren,
      self.CSS && CSS.supports('container-type', 'inline-size'),
      self.matchMedia && matchMedia('(width >= 0px)').matches,
      Array.prototype.flatMap,
      Intl.DisplayNames,
      Intl.ListFormat,
      Object.fromEntries,
      String.prototype.replaceAll,
    ].every(Boolean);
  }

  // One sentence, in place of all others.
  function failOutdated() {
    document.querySelectorAll('.shell-failure p, .shell-failure ul').forEach(function (element) {
      element.hidden = element.className !== 'shell-outdated';
    });
    fail();
  }

  // Only while the shell is shown: the page that has replaced it reports its own failures. The styles may be missing.
  function fail() {
    var words = document.querySelector('.shell-alert');
    if (!words) return;
    words.hidden = false;
    document.querySelectorAll('.shell-late').forEach(function (late) {
      late.hidden = true;
    });
    failed = true;
    showState();
  }

  // A browser does not request a style sheet again that has failed. Errors of links do not bubble.
  function repeatStyles(event) {
    var link = event.target;
    if (link.rel !== 'stylesheet' || link.href.indexOf('?') >= 0) return;
    add('link', { rel: 'stylesheet', crossOrigin: '', href: link.href + '?attempt=1' });
  }

  function add(name, properties) {
    return document.head.appendChild(Object.assign(document.createElement(name), properties));
  }
})();
