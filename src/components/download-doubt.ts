/** Why a download may fail without an error: no browser tells the page that it has refused one. */
import type { DownloadDoubt } from '../core/notices.ts';
import { inSandbox } from '../core/sandbox.ts';

export function downloadDoubt(): DownloadDoubt | null {
  if (isInApp(navigator.userAgent)) return 'app';
  if (inSandbox()) return 'frame';
  if (self === top) return null;
  // Null where the page around the frame is of another origin.
  const sandbox = window.frameElement?.getAttribute('sandbox') ?? null;
  return (sandbox === null ? namesSandbox() : forbidsDownloads(sandbox)) ? 'frame' : null;
}

const APPS = /KAKAOTALK|NAVER\(inapp|DaumApps|\bLine\/|Instagram|\bFB(?:AN|AV|_IAB)\b|MicroMessenger/;

/** By the app's name, or as a web view: Android's says so, and those of iOS and macOS don't name Safari. */
export function isInApp(userAgent: string): boolean {
  return APPS.test(userAgent) || /; wv\)/.test(userAgent) || /AppleWebKit\/(?!.*Safari)/.test(userAgent);
}

export function forbidsDownloads(sandbox: string): boolean {
  return !sandbox.toLowerCase().split(/\s+/).includes('allow-downloads');
}

/**
 * Whether the document is sandboxed although it has an origin. No browser accepts this value. For a sandboxed document
 * Chromium and WebKit name the sandbox in the error; Firefox throws the same error in every document.
 */
function namesSandbox(): boolean {
  try {
    document.domain = '';
    return false;
  } catch (error) {
    return error instanceof DOMException && /sandbox/i.test(error.message);
  }
}
