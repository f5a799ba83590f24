/** With no more cores than this, the page, the engine and the browser slow each other down. */
const FEW = 4;

/** `cores` as the browser reports them; an unknown number counts as few. */
export function fewCores(cores: number | undefined = globalThis.navigator?.hardwareConcurrency): boolean {
  return (cores ?? FEW) <= FEW;
}
