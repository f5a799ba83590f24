// Before the first paint: the theme, the language and the embedding that the URL asks for. A file of its
// own and not a module, as it has to run at once and a strict content policy allows no inline script. The
// page's own script reads the same parameters again and is the one that checks them.
(function () {
  var query = new URLSearchParams(location.search);
  var root = document.documentElement;
  var theme = query.get('theme');
  if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  if (query.get('embed') === '1') root.dataset.embed = '';
  var language = query.get('lang') || navigator.language;
  if (/^ko\b/.test(language)) root.lang = 'ko';
})();
