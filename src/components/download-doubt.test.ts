import { describe, expect, it } from 'vitest';
import { forbidsDownloads, isInApp } from './download-doubt.ts';

const ANDROID = 'Mozilla/5.0 (Linux; Android 14; SM-S918N';
const CHROME = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36';
const WEB_VIEW = `${ANDROID}; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/140.0.0.0 Mobile Safari/537.36`;
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)';

describe('the browser', () => {
  it.each([
    ['KakaoTalk for Android', `${WEB_VIEW};KAKAOTALK 2410850`],
    ['KakaoTalk for iOS', `${IPHONE} Mobile/15E148 KAKAOTALK 10.8.5`],
    ['Naver for iOS', `${IPHONE} Version/18.5 Mobile/15E148 Safari/604.1 NAVER(inapp; search; 1; 12.9.1; 15PRO)`],
    ['Line for Android', `${ANDROID}) ${CHROME} Line/14.9.0/IAB`],
    ['Line for iOS', `${IPHONE} Mobile/15E148 Safari Line/14.9.0`],
    ['Instagram for iOS', `${IPHONE} Mobile/15E148 Instagram 335.0.8 (iPhone15,2; iOS 18_5; ko_KR)`],
    ['Facebook for Android', `${ANDROID}) ${CHROME} [FB_IAB/FB4A;FBAV/467.0.0.0;]`],
    ['Facebook for iOS', `${IPHONE} Mobile/15E148 [FBAN/FBIOS;FBAV/467.0.0.0;FBDV/iPhone15,2]`],
    ['another app for Android', WEB_VIEW],
    ['another app for iOS', `${IPHONE} Mobile/15E148`],
  ])('inside %s is recognised', (_, userAgent) => {
    expect(isInApp(userAgent)).toBe(true);
  });

  it.each([
    ['Chrome for Android', `${ANDROID}) ${CHROME}`],
    [
      'Samsung Internet',
      `${ANDROID}) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36`,
    ],
    ['Safari for iOS', `${IPHONE} Version/18.5 Mobile/15E148 Safari/604.1`],
    ['Chrome for iOS', `${IPHONE} CriOS/140.0.0.0 Mobile/15E148 Safari/604.1`],
    ['Safari', `${MAC} AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15`],
    ['Whale', `${MAC} AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Whale/4.33.325.12 Safari/537.36`],
    ['Firefox', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'],
  ])('%s is in no app', (_, userAgent) => {
    expect(isInApp(userAgent)).toBe(false);
  });
});

it.each([
  ['allow-scripts allow-same-origin', true],
  ['', true],
  ['allow-scripts allow-downloads-without-user-activation', true],
  ['allow-scripts\nAllow-Downloads', false],
])('a sandbox with "%s" forbids downloads: %s', (sandbox, forbids) => {
  expect(forbidsDownloads(sandbox)).toBe(forbids);
});
