/* Softmax Live in your own page: <script src=".../embed.js" async></script>. What it does is in the README. */
(function () {
  'use strict';
  // Included twice, or again by a page that has added a frame: look for new frames and no more.
  if (window.softmaxLiveEmbed) return window.softmaxLiveEmbed();

  var script = document.currentScript;
  var folder = script ? script.src.replace(/[?#].*/, '').replace(/[^/]*$/, '') : '';
  var root = document.documentElement;
  var dark = window.matchMedia('(prefers-color-scheme: dark)');
  var frames = [];
  var near =
    window.IntersectionObserver &&
    new IntersectionObserver(
      function (entries) {
        entries.forEach(function (entry) {
          if (!entry.isIntersecting) return;
          near.unobserve(entry.target);
          entry.target.src = address(entry.target);
        });
      },
      { rootMargin: '300px' },
    );

  function themeOf(frame) {
    if (frame.getAttribute('data-theme-from') !== 'host') return '';
    var said = root.getAttribute(frame.getAttribute('data-theme-attribute') || 'data-theme') + ' ' + root.className;
    var found = /(?:^|\s)(?:theme-|mode-)?(dark|light)(?:-theme|-mode)?(?!\S)/i.exec(said);
    return found ? found[1].toLowerCase() : dark.matches ? 'dark' : 'light';
  }

  function address(frame) {
    var url = new URL(frame.getAttribute('data-src'), document.baseURI);
    if (themeOf(frame)) url.searchParams.set('theme', themeOf(frame));
    // Attributes may come from a commenter; no address of theirs is to run in the page itself.
    return /^(https?|file):$/.test(url.protocol) ? url.href : 'about:blank';
  }

  // A link in a frame without a page of its own: it takes the room, costs no request, and works by keyboard.
  function poster(frame) {
    var text = document.createElement('a');
    text.textContent = frame.getAttribute('data-poster') || frame.title || 'Softmax Live';
    text.href = address(frame);
    frame.srcdoc =
      '<!doctype html><meta name="color-scheme" content="' +
      (themeOf(frame) || 'light dark') +
      '"><style>html,body{height:100%;margin:0}a{display:grid;place-content:center;justify-items:center;gap:.6em;' +
      'height:100%;padding:1em;box-sizing:border-box;border:1px solid #8888;border-radius:16px;color:CanvasText;' +
      'font:600 1.1em/1.5 system-ui,sans-serif;text-align:center;text-decoration:none}' +
      'a:before{content:"\\25B6"/"";color:#6366f1;font-size:3em;line-height:1}a:hover{text-decoration:underline}' +
      'a:focus-visible{outline:3px solid #6366f1;outline-offset:-6px}</style>' +
      text.outerHTML;
  }

  function post(frame, type, theme) {
    var message = { target: 'softmax-live', type: type };
    if (theme) message.theme = theme;
    if (frame.contentWindow) frame.contentWindow.postMessage(message, '*');
  }

  function tellTheme(frame) {
    if (themeOf(frame)) post(frame, 'theme', themeOf(frame));
  }

  function scan() {
    frames = frames.filter(function (frame) {
      return root.contains(frame);
    });
    [].forEach.call(document.querySelectorAll('iframe'), function (frame) {
      var ours = folder && frame.src.indexOf(folder) === 0 && /[?&]embed=1/.test(frame.src);
      if ((!ours && !frame.hasAttribute('data-softmax-live')) || frames.indexOf(frame) >= 0) return;
      frames.push(frame);
      if (frame.src || !frame.hasAttribute('data-src')) {
        // It may have told its height before anybody listened.
        post(frame, 'measure');
        tellTheme(frame);
      } else if (frame.hasAttribute('data-poster')) poster(frame);
      else if (near) near.observe(frame);
      else frame.src = address(frame);
    });
  }

  window.addEventListener('message', function (event) {
    var data = event.data;
    if (!data || data.source !== 'softmax-live') return;
    frames.forEach(function (frame) {
      if (!event.source || frame.contentWindow !== event.source || data.type !== 'resize') return;
      tellTheme(frame);
      var height = data.height;
      var usable = typeof height === 'number' && height > 0 && height < 1e5;
      if (!usable || frame.getAttribute('data-height') === 'fixed') return;
      if (getComputedStyle(frame).boxSizing === 'border-box') height += frame.offsetHeight - frame.clientHeight;
      frame.style.height = Math.ceil(height) + 'px';
    });
  });
  function followTheme() {
    frames.forEach(tellTheme);
  }
  new MutationObserver(followTheme).observe(root, { attributes: true });
  if (dark.addEventListener) dark.addEventListener('change', followTheme);
  document.addEventListener('DOMContentLoaded', scan);
  window.softmaxLiveEmbed = scan;
  scan();
})();
