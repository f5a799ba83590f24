import { startApp } from './app/start.tsx';

startApp(document.querySelector('#root'));
