// Before the first paint: the theme, the language and the embedding that the URL asks for, and then the page's own
// script, which reads the same parameters again and is the one that checks them. A file of its own and not a module,
// as it has to run at once and a strict content policy allows no inline script.
(function () {
  var query = new URLSearchParams(location.search);
  var root = document.documentElement;
  var embedded = value('embed') === '1';
  var theme = value('theme');
  if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  if (embedded) root.dataset.embed = '';
  // Which languages there are stands here too, and so does, once the page is built, where its script is and what it
  // imports; in development the page loads that.
  var files = document.currentScript.dataset;
  var languages = files.languages.split(' ');
  var language = value('lang');
  if (languages.indexOf(language) < 0) language = navigator.languages.map(spoken).filter(Boolean)[0];
  if (language) root.lang = language;
  if (!files.app) return;
  // From here on nothing but what the policy allows. Without an origin, in a sandbox, 'self' may be nobody.
  var own = self.origin === 'null' ? location.origin : "'self'";
  add('meta', { httpEquiv: 'Content-Security-Policy', content: files.policy.split("'self'").join(own) });
  // In somebody else's page nothing is fetched until the frame can be seen, or nearly, where browsers tell frames.
  var waits = embedded && window.parent !== window && 'IntersectionObserver' in window;
  if (!waits) files.imports.split(' ').forEach(preload);
  // Whoever observes has the page laid out, and without its styles it would be laid out twice, and move.
  if (waits) window.addEventListener('load', startWhenSeen);
  else document.addEventListener('DOMContentLoaded', start);

  // The same as `valueIn` in src/app/params.ts.
  function value(name) {
    return (query.get(name) || '').trim();
  }

  // The same as `chooseLanguage` in src/i18n/catalogues.ts.
  function spoken(tag) {
    return languages.filter(function (language) {
      return (tag + '-').toLowerCase().indexOf((language + '-').toLowerCase()) === 0;
    })[0];
  }

  function preload(file) {
    if (file) add('link', { rel: 'modulepreload', crossOrigin: '', href: file });
  }

  function startWhenSeen() {
    new IntersectionObserver(
      function (entries, observer) {
        var seen = entries.some(function (entry) {
          return entry.isIntersecting;
        });
        if (!seen) return;
        observer.disconnect();
        files.imports.split(' ').forEach(preload);
        start();
      },
      { rootMargin: '300px' },
    ).observe(root);
  }

  // One after the other, in the order in which they import each other: so each runs in a task of its own, and a slow
  // phone answers in between. As the imports of one script they would all run in one piece.
  function start() {
    var scripts = (files.imports + ' ' + files.app).split(' ').filter(Boolean).map(function (file) {
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

  // As long as the shell stands. What has taken its place speaks for itself. The styles may be missing as well.
  function fail() {
    var words = document.querySelector('.shell-failure');
    if (!words) return;
    words.hidden = false;
    words.closest('.shell').hidden = false;
  }

  function add(name, properties) {
    return document.head.appendChild(Object.assign(document.createElement(name), properties));
  }
})();
