import { whenActivated } from './app/activation.ts';
import { keepForOffline, quietAfter, serviceWorkers } from './app/offline.ts';
import { startApp } from './app/start.tsx';

whenActivated(() =>
  startApp(document.querySelector('#root'), () => {
    void keepForOffline(quietAfter(window.softmaxLive.ready), {
      frame: window,
      container: serviceWorkers(),
      folder: new URL('.', document.baseURI).href,
    });
  }),
);
