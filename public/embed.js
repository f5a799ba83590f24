/* Looks after frames of Softmax Live: docs/embedding.md. */
(() => {
  // Included again: look for new frames.
  if (window.softmaxLiveEmbed) return window.softmaxLiveEmbed();

  // A module has no `document.currentScript`. Other services have an embed.js too, but no frames with embed= beside it.
  const folders = Array.from(document.scripts, ({ src }) => /^.*\/(?=embed\.js)/.exec(src)).flat().filter(Boolean);
  const root = document.documentElement;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  let frames = [];
  const near = new IntersectionObserver(
    (entries) =>
      entries.forEach(({ isIntersecting, target }) => {
        if (!isIntersecting) return;
        near.unobserve(target);
        target.src = address(target);
      }),
    { rootMargin: '300px' },
  );

  function themeOf({ dataset }) {
    if (dataset.themeFrom !== 'host') return '';
    const said = root.getAttribute(dataset.themeAttribute || 'data-theme') + ' ' + root.className;
    const found = /(?:^|\s)(?:theme-|mode-)?(dark|light)(?:-theme|-mode)?(?!\S)/i.exec(said);
    return found ? found[1].toLowerCase() : dark.matches ? 'dark' : 'light';
  }

  // A commenter's attribute must run nothing in the page, nor stop other frames.
  function address(frame) {
    try {
      const url = new URL(frame.dataset.src, document.baseURI);
      const theme = themeOf(frame);
      if (theme) url.searchParams.set('theme', theme);
      if (/^(https?|file):$/.test(url.protocol)) return url.href;
    } catch {}
    return 'about:blank';
  }

  function lookOf(frame) {
    return (/[?&]theme=(dark|light)/.exec(address(frame)) || [, 'light dark'])[1];
  }

  // A link: costs no request, works by keyboard.
  function poster(frame) {
    const link = document.createElement('a');
    link.textContent = frame.dataset.poster || frame.title || 'Softmax Live';
    link.lang = new URL(address(frame)).searchParams.get('lang') || root.lang;
    link.href = address(frame);
    frame.addEventListener('load', () => follow(frame));
    frame.srcdoc =
      '<!doctype html><meta name="color-scheme" content="' +
      lookOf(frame) +
      '"><style>body{margin:0}a{display:grid;place-content:center;gap:.6em;' +
      'height:100vh;padding:1em;box-sizing:border-box;border:1px solid #8888;border-radius:16px;color:CanvasText;' +
      'font:600 1.1em/1.5 system-ui,sans-serif;text-align:center;text-decoration:none}' +
      'a:before{content:"\\25B6"/"";color:#6366f1;font-size:3em;line-height:1}' +
      'a:focus-visible{outline:3px solid #6366f1;outline-offset:-6px}</style>' +
      link.outerHTML;
  }

  function post(frame, message) {
    if (frame.contentWindow) frame.contentWindow.postMessage({ target: 'softmax-live', ...message }, '*');
  }

  // A poster is changed, a page gets a message.
  function follow(frame) {
    const page = frame.contentDocument;
    const link = page && page.URL === 'about:srcdoc' && page.links[0];
    if (link) {
      link.href = address(frame);
      page.documentElement.style.colorScheme = lookOf(frame);
    } else if (themeOf(frame)) post(frame, { type: 'theme', theme: themeOf(frame) });
  }

  function scan() {
    frames = frames.filter(({ isConnected }) => isConnected);
    document.querySelectorAll('iframe').forEach((frame) => {
      const { src, dataset } = frame;
      const ours = folders.some((folder) => src.startsWith(folder)) && /\bembed=/.test(src);
      if (!(ours || 'softmaxLive' in dataset) || frames.includes(frame)) return;
      // Its attributes may be set one after the other.
      if (!src && !dataset.src) return;
      frames.push(frame);
      if (src) {
        // It may have posted its height before.
        post(frame, { type: 'measure' });
        follow(frame);
      } else {
        // Trusted types may refuse it.
        try {
          if ('poster' in dataset) return poster(frame);
        } catch {}
        near.observe(frame);
      }
    });
  }

  addEventListener('message', ({ source, data }) => {
    if (!source || !data || data.source !== 'softmax-live' || data.type !== 'resize') return;
    const frame = frames.find(({ contentWindow }) => contentWindow === source);
    if (!frame) return;
    follow(frame);
    let { height } = data;
    if (!(typeof height === 'number' && height > 0 && height < 1e5) || frame.dataset.height === 'fixed') return;
    const css = getComputedStyle(frame);
    if (css.boxSizing === 'border-box')
      height += frame.offsetHeight - frame.clientHeight + parseFloat(css.paddingTop) + parseFloat(css.paddingBottom);
    frame.style.height = Math.ceil(height) + 'px';
  });
  const followAll = () => frames.forEach(follow);
  new MutationObserver(followAll).observe(root, { attributes: true });
  dark.addEventListener('change', followAll);
  // The page is still being parsed, or a router in it shows another post, with new frames or new addresses.
  new MutationObserver((records) => {
    for (const { target, attributeName } of records) {
      if (attributeName !== 'data-src' || !frames.includes(target)) continue;
      if (target.src) target.src = address(target);
      else frames = frames.filter((frame) => frame !== target);
    }
    scan();
  }).observe(document, {
    childList: true,
    subtree: true,
    attributeFilter: ['src', 'data-src', 'data-softmax-live'],
  });
  window.softmaxLiveEmbed = scan;
  scan();
})();
