/** Hands a file to the browser to be saved under this name. */
export function saveFile(content: BlobPart, name: string, type: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser takes the content over a moment after the click; revoking at once would cancel it in Safari.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
