/** Opens the system's file dialog, or on a phone the camera. */
import { useRef } from 'react';
import { Button } from '../../components/button.tsx';
import { useMessages } from '../../i18n/use-messages.ts';
import { useShowPicture } from './use-picture.ts';

export function PictureButton() {
  const text = useMessages().drawing;
  const input = useRef<HTMLInputElement>(null);
  const show = useShowPicture();
  return (
    <>
      <Button onClick={() => input.current?.click()}>{text.choosePicture}</Button>
      <input
        ref={input}
        type="file"
        accept="image/*"
        hidden
        aria-label={text.choosePicture}
        data-testid="image-input"
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          if (file) show(file);
          // Else choosing the same file again would be no change.
          currentTarget.value = '';
        }}
      />
    </>
  );
}
