import { expect, test } from 'vitest';
import { deviceName, isSoftwareRenderer } from './device-name.ts';

test.each([
  ['ANGLE (NVIDIA, NVIDIA GeForce RTX 3060 (0x00002504) Direct3D11 vs_5_0 ps_5_0, D3D11)', 'NVIDIA GeForce RTX 3060'],
  ['ANGLE (Apple, ANGLE Metal Renderer: Apple M2, Unspecified Version)', 'Apple M2'],
  ['ANGLE (Intel, Mesa Intel(R) UHD Graphics 620 (KBL GT2), OpenGL 4.6)', 'Mesa Intel(R) UHD Graphics 620 (KBL GT2)'],
  ['Mali-G78', 'Mali-G78'],
])('%s is called %s and is hardware', (renderer, name) => {
  expect(deviceName(renderer)).toBe(name);
  expect(isSoftwareRenderer(renderer)).toBe(false);
});

test.each([
  ['ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)', 'SwiftShader'],
  ['llvmpipe (LLVM 15.0.6, 256 bits)', 'llvmpipe (LLVM 15.0.6, 256 bits)'],
  [
    'ANGLE (Microsoft, Microsoft Basic Render Driver (0x0000008C) Direct3D11 vs_5_0 ps_5_0, D3D11)',
    'Microsoft Basic Render Driver',
  ],
])('%s is called %s and is software', (renderer, name) => {
  expect(deviceName(renderer)).toBe(name);
  expect(isSoftwareRenderer(renderer)).toBe(true);
});
