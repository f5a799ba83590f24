/** The weights as a file that PyTorch's own tools read. */
import { Button } from '../../components/button.tsx';
import { Control } from '../../components/control.tsx';
import { useMessages } from '../../i18n/use-messages.ts';
import { useAppState, useSession } from '../../store/session.ts';

export function DownloadWeights() {
  const text = useMessages().training;
  const session = useSession();
  const model = useAppState((state) => state.model?.model);
  return (
    <Control name="download">
      <Button
        disabled={model === undefined}
        onClick={() => {
          session.attempt(async () => save(await session.exportWeights(), `mnist-${model ?? 'model'}.safetensors`));
        }}
      >
        {text.download}
      </Button>
    </Control>
  );
}

function save(content: ArrayBuffer, name: string): void {
  const url = URL.createObjectURL(new Blob([content], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser takes the content over a moment after the click; revoking at once would cancel it in Safari.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
