// Before the first paint: the theme, the language and the embedding that the URL asks for, and then the page's own
// script, which reads the same parameters again and is the one that checks them. A file of its own and not a module,
// as it has to run at once and a strict content policy allows no inline script.
(function () {
  var query = new URLSearchParams(location.search);
  var root = document.documentElement;
  var embedded = query.get('embed') === '1';
  var theme = query.get('theme');
  if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  if (embedded) root.dataset.embed = '';
  var language = query.get('lang') || navigator.language;
  if (/^ko\b/.test(language)) root.lang = 'ko';

  // Where the page's script is, and what it imports, the build has written here; in development the page loads it.
  var files = document.currentScript.dataset;
  if (!files.app) return;
  // From here on nothing but what the policy allows. Without an origin, in a sandbox, 'self' may be nobody.
  var own = self.origin === 'null' ? location.origin : "'self'";
  add('meta', { httpEquiv: 'Content-Security-Policy', content: files.policy.split("'self'").join(own) });
  // In somebody else's page nothing is fetched until the frame can be seen, or nearly, where browsers tell frames.
  var waits = embedded && window.parent !== window && 'IntersectionObserver' in window;
  if (!waits) files.imports.split(' ').forEach(preload);
  document.addEventListener('DOMContentLoaded', waits ? startWhenSeen : start);

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
    (files.imports + ' ' + files.app).split(' ').forEach(function (file) {
      if (file) add('script', { type: 'module', crossOrigin: '', async: false, src: file });
    });
  }

  function add(name, properties) {
    document.head.appendChild(Object.assign(document.createElement(name), properties));
  }
})();
